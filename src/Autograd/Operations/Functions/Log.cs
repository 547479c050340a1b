using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Natural logarithm, element-wise: y = ln x, with dy/dx = 1/x: +∞ at 0, NaN below 0, where y is NaN. What a mask cut off contributes 0 at 0; a zero that was computed is undetermined, NaN.</summary>
internal readonly record struct LogOperation<T> : IUnaryOperation<LogOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Log";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(LogOperation<T> operation) => Notation.Function("ln", @"\ln");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Log(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x >= T.Zero, x.Reciprocal(), T.NaN));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The natural logarithm ln x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([1.0, double.E], [2]).Log()   // 0, 1</code></example>
        public Variable<T> Log() => x.Apply(new LogOperation<T>());
    }
}
