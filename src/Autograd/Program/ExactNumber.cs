using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>
/// A number as an attribute of an operation: equal to another one only if it has the same bits. Numbers themselves compare otherwise:
/// −0 equals 0 and one NaN the other, and an operation would be taken for one that gives different results.
/// </summary>
/// <param name="value">The number.</param>
/// <typeparam name="T">Its type.</typeparam>
public readonly struct ExactNumber<T>(T value) : IEquatable<ExactNumber<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number.</summary>
    public T Value { get; } = value;

    private long Bits => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(Value) : Unsafe.BitCast<T, long>(Value);

    /// <summary>The number, exactly as it is.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ExactNumber<T>(T value) => new(value);

    /// <summary>The number.</summary>
    /// <param name="number">The attribute.</param>
    public static implicit operator T(ExactNumber<T> number) => number.Value;

    /// <summary>Whether two numbers have the same bits.</summary>
    public static bool operator ==(ExactNumber<T> left, ExactNumber<T> right) => left.Bits == right.Bits;

    /// <summary>Whether two numbers differ in a bit.</summary>
    public static bool operator !=(ExactNumber<T> left, ExactNumber<T> right) => left.Bits != right.Bits;

    /// <inheritdoc/>
    public bool Equals(ExactNumber<T> other) => Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactNumber<T> other && Bits == other.Bits;

    /// <inheritdoc/>
    public override int GetHashCode() => Bits.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(null, CultureInfo.InvariantCulture);
}
