using System.Numerics;

namespace Autograd;

/// <summary>Every step-th element along one dimension, as a view: y[…, i, …] = x[…, start + i · step, …]. The VJP embeds into zeros.</summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Start">The index of the first element.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Step">The distance between elements, not 0; negative runs backwards.</param>
internal readonly record struct SliceOperation<T>(int Dimension, int Start, int Length, int Step) : IViewOperation<SliceOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Slice";

    /// <inheritdoc/>
    public static Notation NotationOf(SliceOperation<T> operation) => Notation.Slice(operation.Dimension, operation.Start, operation.Length, operation.Step);

    /// <inheritdoc/>
    public static bool TryLift(SliceOperation<T> operation, int count, out SliceOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x)
    {
        int length = x[Dimensions.FromFront(Name, Dimension, x)];
        long last = Start + ((Length - 1L) * Step);
        bool fits = Step != 0 && Length >= 0 && (Length == 0 ? (uint)Start <= (uint)length : (uint)Start < (uint)length && last >= 0 && last < length);
        return fits ? x.With(Dimension, Length) : throw Errors.SliceOutOfRange(Start, Length, Step, Dimension, x);
    }

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        offset = Length == 0 ? 0 : Start * x.Strides[Dimension];
        int stride = x.Strides[Dimension];
        y = new Layout(x.Shape.With(Dimension, Length), x.Strides.With(Dimension, Length > 1 ? stride * Step : stride));
        return true;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) =>
        cotangent.Apply(new EmbedOperation<T>(Dimension, Start, Step, x.Shape[Dimension], IsCotangent: true));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Some elements along one dimension: start, start + step, …, <paramref name="length"/> of them. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="start">The index of the first element; negative counts from the end.</param>
        /// <param name="length">How many elements.</param>
        /// <param name="step">The distance between them, not 0; negative runs backwards.</param>
        /// <returns>A node with that length in the dimension.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or elements outside it.</exception>
        public Variable<T> Slice(int dimension, int start, int length, int step = 1)
        {
            int d = Dimensions.Normalize("Slice", dimension, x.Shape);
            return x.Apply(new SliceOperation<T>(d, start < 0 ? start + x.Shape[d] : start, length, step));
        }

        /// <summary>The elements of a range along one dimension. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="range">Which elements: <c>1..</c>, <c>..^1</c>.</param>
        /// <returns>A node with that many elements in the dimension.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or elements outside it.</exception>
        public Variable<T> Slice(int dimension, Range range)
        {
            int d = Dimensions.Normalize("Slice", dimension, x.Shape);
            int length = x.Shape[d], start = range.Start.GetOffset(length), end = range.End.GetOffset(length);
            if (start < 0 || end < start || end > length) throw Errors.SliceOutOfRange(start, end - start, 1, d, x.Shape);
            return x.Apply(new SliceOperation<T>(d, start, end - start, 1));
        }

        /// <summary>One element along a dimension, which vanishes: a row, a column. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="index">The element's index; negative counts from the end.</param>
        /// <returns>A node of the next lower rank.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension or element.</exception>
        public Variable<T> At(int dimension, int index)
        {
            int d = Dimensions.Normalize("At", dimension, x.Shape), length = x.Shape[d], start = index < 0 ? index + length : index;
            if ((uint)start >= (uint)length) throw Errors.ElementOutOfRange(index, d, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Apply(new SliceOperation<T>(d, start, 1, 1)).Squeeze(d));
        }

        /// <summary>One element along a dimension, which vanishes: a row, a column. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="index">The element's index: <c>^1</c> is the last.</param>
        /// <returns>A node of the next lower rank.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension or element.</exception>
        public Variable<T> At(int dimension, Index index) => x.At(dimension, index.IsFromEnd ? ~index.Value + 1 : index.Value);

        /// <summary>The elements along a dimension in reverse order. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with the same lengths.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        public Variable<T> Flip(int dimension)
        {
            int d = Dimensions.Normalize("Flip", dimension, x.Shape), length = x.Shape[d];
            return x.Apply(new SliceOperation<T>(d, Math.Max(length - 1, 0), length, -1));
        }
    }
}
