using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A named tensor that outlives tapes and that optimizers update. Its values are read in place, never copied.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Parameter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _memory;

    /// <summary>A parameter of zeros.</summary>
    /// <param name="name">Its name in equations and messages.</param>
    /// <param name="shape">Its lengths.</param>
    /// <exception cref="NotSupportedException">T is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    /// <exception cref="InvalidOperationException">It has more elements than an array can hold.</exception>
    public Parameter(string name, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) throw Errors.ElementType("Parameter", typeof(T));
        Name = name;
        Shape = shape;
        _memory = PinnedMemory.Allocate<T>(shape.ElementCount, "Parameter");
        Address = PinnedMemory.AlignedAddress(_memory);
        PinnedMemory.Span<T>(Address, shape.ElementCount).Clear();
    }

    /// <summary>A parameter with given values.</summary>
    /// <param name="name">Its name in equations and messages.</param>
    /// <param name="shape">Its lengths.</param>
    /// <param name="values">Its elements in row-major order, copied.</param>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public Parameter(string name, Shape shape, ReadOnlySpan<T> values)
        : this(name, shape)
    {
        if (values.Length != shape.ElementCount) throw Errors.ValueCount("Parameter", values.Length, shape);
        values.CopyTo(PinnedMemory.Span<T>(Address, shape.ElementCount));
    }

    /// <summary>A parameter whose elements lie somewhere in memory that others share.</summary>
    internal Parameter(string name, Shape shape, T[] memory, nint address) => (Name, Shape, _memory, Address) = (name, shape, memory, address);

    /// <summary>Its name in equations and messages.</summary>
    public string Name { get; }

    /// <summary>Its lengths.</summary>
    public Shape Shape { get; }

    /// <summary>How often it was updated.</summary>
    public int Version { get; private set; }

    /// <summary>Its elements in row-major order.</summary>
    public ReadOnlySpan<T> Values => Elements();

    internal nint Address { get; }

    /// <summary>
    /// Its elements for writing. From here on, what was recorded with the old values and not evaluated yet refuses to be evaluated.
    /// </summary>
    /// <returns>The elements in row-major order.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Span<T> Update()
    {
        Version++;
        return Elements();
    }

    /// <summary>A copy of the values.</summary>
    /// <returns>A tensor with the parameter's lengths; a scalar as <c>[1]</c>.</returns>
    public Tensor<T> ToTensor() => Tensor.Create(Values.ToArray(), Shape.Rank == 0 ? [1] : Shape.ToArray());

    /// <summary>Name and shape.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {Shape}";

    private Span<T> Elements()
    {
        Span<T> elements = PinnedMemory.Span<T>(Address, Shape.ElementCount);
        GC.KeepAlive(_memory);
        return elements;
    }
}
