using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A whole power of this square matrix: A A … A, of a negative exponent that of the inverse, and the identity for 0. NumPy, PyTorch and JAX: <c>linalg.matrix_power</c>.
        /// </summary>
        /// <param name="exponent">Any whole number; the products are as many as its binary digits, twice at most.</param>
        /// <returns>A node of this one's lengths, [..., n, n].</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <exception cref="SingularMatrixException">The exponent is negative and the matrix singular; thrown where the value is computed.</exception>
        /// <example><code>
        /// var afterTenSteps = start.MatMul(transitions.MatrixPower(10));
        /// </code></example>
        public Variable<T> MatrixPower(int exponent)
        {
            Shape shape = MatrixShapes.Square("MatrixPower", "the matrix", a.Shape);
            using var attempt = new Attempt<T>(a.Tape);
            if (exponent == 0) return attempt.Keep(a.Tape.Eye(shape[^1]).BroadcastTo(shape));
            Variable<T> square = exponent < 0 ? a.Inverse() : a;
            Variable<T>? power = null;
            for (uint rest = (uint)Math.Abs((long)exponent); ; square = square.MatMul(square))
            {
                if ((rest & 1) != 0) power = power is { } before ? before.MatMul(square) : square;
                rest >>= 1;
                if (rest == 0) return attempt.Keep(power!.Value);
            }
        }
    }
}
