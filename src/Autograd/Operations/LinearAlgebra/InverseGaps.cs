using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// 1/(xⱼ − xᵢ) for all pairs of a row of values, and 0 on the diagonal. Where two are equal to rounding, how their vectors turn into each other is not determined: NaN
        /// if a cotangent of one of the two was computed, 0 if those of both were cut off.
        /// </summary>
        /// <param name="vectors">The cotangents of the vectors, which are columns.</param>
        internal Variable<T> InverseGaps(Variable<T> vectors)
        {
            Tape<T> tape = values.Tape;
            int n = values.Shape[^1];
            T tolerance = T.CreateTruncating(n) * (T.BitIncrement(T.One) - T.One);
            Variable<T> gaps = values - values.Transpose(), uses = vectors.AreComputed();
            Variable<T> differ = gaps.Abs() > values.Abs().Max([-1], keep: true) * tolerance;
            Variable<T> undetermined = uses.Maximum(uses.Transpose()) * (T.One - tape.Eye(n));
            return tape.Where(differ, tape.Where(differ, gaps, T.One).Reciprocal(), tape.Where(undetermined, T.NaN, T.Zero));
        }

        /// <summary>Which columns of this cotangent were computed, as a row: 1, and 0 where all of a column was cut off.</summary>
        internal Variable<T> AreComputed()
        {
            Shape shape = values.Shape;
            Variable<T> ones = values.Tape.Ones(MatrixShapes.Batch(shape, shape[^1], 1));
            return ones.Apply(new KeepCutMatricesOperation<T>(shape.Rank - 1), values.Transpose()).Transpose();
        }
    }
}
