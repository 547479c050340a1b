using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The outer product of two vectors: y[i, j] = a[i] b[j].</summary>
        /// <param name="b">A vector of lengths [n].</param>
        /// <returns>A node of lengths [m, n] where this one has [m].</returns>
        /// <exception cref="ArgumentException">An operand is not a vector.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Outer(tape.Variable([3.0, 4], [2]))   // 3, 4, 6, 8, of lengths [2, 2]</code></example>
        public Variable<T> Outer(Variable<T> b)
        {
            Shape left = a.Shape, right = a.Tape.NodeOf(b, "Outer").Shape;
            if (left.Rank != 1 || right.Rank != 1) throw Errors.NotVectors("Outer", left, right);
            using var attempt = new Attempt<T>(a.Tape);
            return attempt.Keep(a.Unsqueeze(1).Apply(new MatMulOperation<T>(), b.Unsqueeze(0)));
        }
    }
}
