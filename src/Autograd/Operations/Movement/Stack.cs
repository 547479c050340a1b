using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Tensors of equal lengths side by side along a new dimension.</summary>
        /// <param name="dimension">Where the new dimension stands in the result: from −rank − 1 to rank.</param>
        /// <param name="tensors">At least one.</param>
        /// <returns>A node of the next higher rank.</returns>
        /// <exception cref="ArgumentException">No tensor, or lengths that differ.</exception>
        /// <example><code>tape.Stack(0, tape.Variable([1.0, 2], [2]), tape.Variable([3.0, 4], [2]))   // 1, 2, 3, 4, of lengths [2, 2]</code></example>
        public Variable<T> Stack(int dimension, params ReadOnlySpan<Variable<T>> tensors)
        {
            ArgumentNullException.ThrowIfNull(tape);
            if (tensors.IsEmpty) throw Errors.NothingToJoin("Stack");
            foreach (Variable<T> tensor in tensors)
            {
                Shape shape = tape.NodeOf(tensor, "Stack").Shape;
                if (shape != tensors[0].Shape) throw Errors.StackShape(shape, tensors[0].Shape);
            }

            int rank = tensors[0].Rank, place = dimension < 0 ? dimension + rank + 1 : dimension;
            if ((uint)place > (uint)rank) throw Errors.PlaceOutOfRange("Stack", dimension, tensors[0].Shape);
            using var attempt = new Attempt<T>(tape);
            Span<Variable<T>> expanded = tape.Gathered(tensors.Length);
            for (int k = 0; k < tensors.Length; k++)
            {
                tape.NodeOf(tensors[k], "Stack");
                expanded[k] = tensors[k].Unsqueeze(place);
            }

            return attempt.Keep(tape.Concatenate(place, expanded));
        }
    }
}
