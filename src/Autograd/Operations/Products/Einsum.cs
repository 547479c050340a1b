using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A sum of products in the notation of Einstein: letters name the dimensions of each tensor, those of one letter run together, and the sum is taken over all letters that
        /// do not stand behind the arrow. NumPy, PyTorch and JAX: <c>einsum</c>.
        /// </summary>
        /// <remarks>
        /// <para>
        /// A letter twice in one tensor is its diagonal; <c>...</c> stands for any further dimensions, which broadcast. Without an arrow the result has the dimensions of the
        /// ellipsis, then the letters that occur once, in the order of the alphabet with capitals first. Lengths of one letter must be the same.
        /// </para>
        /// <para>
        /// Tensors are taken two at a time, by matrix products, in the order that costs the fewest multiply-adds (of up to 6 tensors; of more, the cheapest pair comes next).
        /// </para>
        /// </remarks>
        /// <param name="notation">Such as <c>bij,bjk->bik</c>; spaces are ignored.</param>
        /// <param name="tensors">As many as are named.</param>
        /// <returns>A node whose dimensions are those behind the arrow.</returns>
        /// <exception cref="ArgumentException">The notation cannot be read, or does not fit the tensors.</exception>
        /// <example><code>
        /// var product = tape.Einsum("ij,jk->ik", a, b);
        /// var trace = tape.Einsum("ii", a);
        /// var scores = tape.Einsum("bqhd,bkhd->bhqk", queries, keys);
        /// var form = tape.Einsum("...i,ij,...j->...", x, a, x);
        /// </code></example>
        public Variable<T> Einsum(string notation, params ReadOnlySpan<Variable<T>> tensors)
        {
            ArgumentNullException.ThrowIfNull(tape);
            ArgumentNullException.ThrowIfNull(notation);
            Span<int> lengths = stackalloc int[64];
            var read = new EinsumNotation(notation, lengths);
            if (read.Count != tensors.Length) throw MatrixErrors.EinsumCount(notation, read.Count, tensors.Length);
            using var attempt = new Attempt<T>(tape);
            using SpanOwner<Labelled<T>> owner = SpanOwner<Labelled<T>>.Allocate(tensors.Length);
            Span<Labelled<T>> terms = owner.Span;
            int operand = 0;
            ulong all = 0, twice = 0;
            foreach (Range range in read.Inputs.Split(','))
            {
                Labels labels = read.Read(operand, read.Inputs[range], tape.NodeOf(tensors[operand], "Einsum").Shape);
                for (int d = 0; d < labels.Count; d++)
                {
                    twice |= all & 1UL << labels[d];
                    all |= 1UL << labels[d];
                }

                terms[operand] = new(tensors[operand], labels);
                operand++;
            }

            Labels result = read.ReadResult(all & ~twice, all);
            for (int k = 0; k < terms.Length; k++) terms[k] = Contraction.WithoutRepetition(terms[k], lengths);
            Variable<T> sum = attempt.Keep(Contraction.Of(terms, result, lengths).Tensor);
            terms.Clear();
            return sum;
        }
    }
}
