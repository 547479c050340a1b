using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1/(xⱼ − xᵢ) for all pairs of a row of values, and 0 where both are equal to rounding, on the diagonal above all.</summary>
        internal Variable<T> InverseGaps()
        {
            Tape<T> tape = values.Tape;
            T tolerance = T.CreateTruncating(values.Shape[^1]) * (T.BitIncrement(T.One) - T.One);
            Variable<T> gaps = values - values.Transpose();
            Variable<T> differ = gaps.Abs() > values.Abs().Max([-1], keep: true) * tolerance;
            return tape.Where(differ, tape.Where(differ, gaps, T.One).Reciprocal(), T.Zero);
        }
    }
}
