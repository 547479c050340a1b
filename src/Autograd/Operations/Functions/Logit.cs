using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Log-odds, element-wise: y = ln(p / (1 − p)), the inverse of the logistic function; dy/dp = 1/(p (1 − p)): +∞ at 0 and 1, NaN outside, where y is NaN.</summary>
internal readonly record struct LogitOperation<T> : IUnaryOperation<LogitOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Logit";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(LogitOperation<T> operation) => Notation.Function("logit");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Logit<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where((x >= T.Zero) * (x <= T.One), (x * (T.One - x)).Reciprocal(), T.NaN));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The log-odds ln(p / (1 − p)) of these probabilities p, element by element: the inverse of <see cref="Sigmoid"/>.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>−∞ at 0, +∞ at 1, NaN outside; all digits near ½, where it is 0. Elsewhere <c>torch.logit</c>, <c>scipy.special.logit</c>.</remarks>
        /// <example><code>tape.Variable([0.5, 0.75], [2]).Logit()   // 0, ln 3</code></example>
        public Variable<T> Logit() => x.Apply(new LogitOperation<T>());
    }
}
