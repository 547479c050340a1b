using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Quotient of the scaled modified Bessel function of order 1, element-wise: y = e^−|x| I₁(x) / x, ½ at 0; dy/dx = (e^−|x| (I₀(x) − I₁(|x|)) − 2y)/x, 0 at 0, where it jumps.</summary>
internal readonly record struct BesselQuotientOperation<T> : IUnaryOperation<BesselQuotientOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BesselQuotient";

    /// <inheritdoc/>
    public static Notation NotationOf(BesselQuotientOperation<T> operation) => Notation.Function("i1xe").Explained("i1xe(x)", "exp(−|x|) I₁(x) / x, ½ at 0");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.BesselQuotient<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.BesselQuotientSlope(y));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>e^−|x| I₁(x) / x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> BesselQuotient() => x.Apply(new BesselQuotientOperation<T>());

        /// <summary>The slope (e^−|x| (I₀(x) − I₁(|x|)) − 2q)/x of the quotient q; up to 1, where that cancels, as x e^−|x| I₂(x)/x² − sign(x) q, with I₂ as its series.</summary>
        /// <param name="quotient">q.</param>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> BesselQuotientSlope(Variable<T> quotient)
        {
            // I₂(x)/x² = ¼ Σ (x²/4)ᵏ / (k! (k + 2)!), of which the terms behind these are below a rounding.
            const int last = 8;
            Variable<T> quarter = x.Square() * T.CreateTruncating(0.25), series = x.Tape.Constant(T.Zero);
            double coefficient = 1.0 / 8;
            Span<double> coefficients = stackalloc double[last + 1];
            for (int k = 0; k <= last; k++)
            {
                coefficients[k] = coefficient;
                coefficient /= (k + 1.0) * (k + 3);
            }

            for (int k = last; k >= 0; k--) series = (series * quarter) + T.CreateTruncating(coefficients[k]);
            Variable<T> near = (x * series * (-x.Abs()).Exp()) - (x.Sign() * quotient);
            return x.Tape.Where(x.Abs() < T.One, near, (x.BesselDifference() - (quotient + quotient)) / x);
        }
    }
}
