using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Logarithm of the logistic function, element-wise: y = ln σ(x) = −ln(1 + e⁻ˣ), with dy/dx = σ(−x). Exact far from 0, where ln of σ(x) is not.</summary>
internal readonly record struct LogSigmoidOperation<T> : IUnaryOperation<LogSigmoidOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogSigmoid";

    /// <inheritdoc/>
    public static Notation NotationOf(LogSigmoidOperation<T> operation) => Notation.LogarithmOf(Notation.Function("σ", @"\sigma"));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => -L.Softplus(-x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy((-x).Sigmoid());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln σ(x) = −ln(1 + e⁻ˣ), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, -1000], [2]).LogSigmoid()   // −0.6931, −1000</code></example>
        public Variable<T> LogSigmoid() => x.Apply(new LogSigmoidOperation<T>());
    }
}
