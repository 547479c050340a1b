using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>Where a mask is not 0, in row-major order. Indices have no derivative: cotangents stop here.</summary>
/// <param name="Count">In how many places that is so: it was read when this was recorded.</param>
internal readonly record struct SelectedOperation<T>(int Count) : IKernelOperation<SelectedOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Selected";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(SelectedOperation<T> operation) =>
        Notation.Function("selected").ConstantIn(0).Explained("selected(m)", "the places where m is not 0, in row-major order");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    static bool IKernelOperation<SelectedOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => [Count];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        ReadOnlySpan<T> mask = operands[0].Span;
        Span<int> places = MemoryMarshal.Cast<T, int>(destination)[..destination.Length];
        int count = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            if (count < places.Length) places[count] = i;
            count += mask[i] != T.Zero ? 1 : 0;
        }

        if (count != places.Length) throw MovementErrors.SelectedCount(count, places.Length);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The elements where a mask is not 0, in row-major order. PyTorch's <c>masked_select</c>, <c>x[mask]</c> of NumPy.
        /// </summary>
        /// <remarks>
        /// Its length depends on values. So the mask is read when this is recorded, which evaluates it; what is recorded is a Gather by the places
        /// where the mask is not 0, whose number is an attribute. A recording repeats the one before as far as the number is the same. Where the
        /// length does not matter, as in a sum, <c>tape.Where(mask, x, 0)</c> reads nothing.
        /// </remarks>
        /// <param name="mask">Which elements: a comparison, or 1 and 0; the lengths of this node.</param>
        /// <returns>A vector with as many elements as the mask is not 0 in.</returns>
        /// <exception cref="ArgumentException">The lengths differ.</exception>
        /// <example><code>
        /// var positive = x.MaskedSelect(x > 0);
        /// </code></example>
        public Variable<T> MaskedSelect(Variable<T> mask)
        {
            Shape shape = x.Shape, given = x.Tape.NodeOf(mask, "MaskedSelect").Shape;
            if (given != shape) throw Errors.ShapesDiffer("MaskedSelect", "the mask", given, "the tensor", shape);
            using var attempt = new Attempt<T>(x.Tape);
            int count = 0;
            foreach (T value in mask.Span) count += value != T.Zero ? 1 : 0;
            var places = new Indices<T>(mask.Apply(new SelectedOperation<T>(count)));
            return attempt.Keep(x.Flatten().Apply(new GatherOperation<T>(0), places));
        }
    }
}
