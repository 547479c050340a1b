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

/// <summary>
/// Elements set into zeros along one dimension: y[…, start + i · step, …] = x[…, i, …], 0 elsewhere. The adjoint of Slice; its VJP
/// is Slice.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Start">Where the first element goes.</param>
/// <param name="Step">The distance between elements, not 0.</param>
/// <param name="Length">The length of the result in the dimension.</param>
/// <param name="IsCotangent">Whether the zeros are those of a cotangent: −0, to which nothing comes.</param>
internal readonly record struct EmbedOperation<T>(int Dimension, int Start, int Step, int Length, bool IsCotangent = false) : IKernelOperation<EmbedOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "Embed";

    /// <inheritdoc/>
    public static Notation NotationOf(EmbedOperation<T> operation) =>
        Notation.Embedding(operation.Dimension, operation.Start, operation.Step, operation.Length);

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(EmbedOperation<T> operation, int count, out EmbedOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<EmbedOperation<T>, T>.Depend(EmbedOperation<T> operation, in OperandSets operands) =>
        operands[0].PutInto(operands.Shape, operation.Region(operands[0].Shape, out int offset), offset);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        int count = x[Dimensions.FromFront(Name, Dimension, x)];
        long last = Start + ((count - 1L) * Step);
        bool fits = Step != 0 && Length >= 0 && (count == 0 || ((uint)Start < (uint)Length && last >= 0 && last < Length));
        return fits ? x.With(Dimension, Length) : throw Errors.EmbedOutOfRange(Start, Step, Length, Dimension, x);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Strided<T> x = operands[0];
        destination.Fill(IsCotangent ? T.NegativeZero : T.Zero);
        if (x.Shape.ElementCount == 0) return;
        Copying.CopyInto(x, destination, Region(x.Shape, out int offset), offset);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Slice(Dimension, Start, context[0].Shape[Dimension], Step));

    /// <summary>
    /// The sum of two cotangents where each is a block among zeros of which nothing comes, one block behind the other: what slices side by side give. Joined, they
    /// are one block, or the whole; the bits are those of the sum, since x + −0 = x.
    /// </summary>
    static bool IKernelOperation<EmbedOperation<T>, T>.TryJoin(Variable<T> a, Variable<T> b, out Variable<T> joined)
    {
        Tape<T> tape = a.Tape;
        joined = default;
        if (!TryFind(tape, a, out EmbedOperation<T> first, out int firstEnd) || !TryFind(tape, b, out EmbedOperation<T> second, out int secondEnd)) return false;
        if (first.Dimension != second.Dimension || first.Length != second.Length || (firstEnd != second.Start && secondEnd != first.Start)) return false;
        bool isInOrder = firstEnd == second.Start;
        Variable<T> before = Block(tape, isInOrder ? a : b), behind = Block(tape, isInOrder ? b : a);
        if (!ConcatenateOperation<T>.TryAppend(first.Dimension, before, behind, out joined)) return false;
        int start = Math.Min(first.Start, second.Start), end = Math.Max(firstEnd, secondEnd);
        if (end - start < first.Length) joined = joined.Apply(first with { Start = start });
        return true;
    }

    /// <summary>A block of a cotangent that nobody slices with gaps.</summary>
    private static bool TryFind(Tape<T> tape, Variable<T> sum, out EmbedOperation<T> block, out int end)
    {
        bool isBlock = tape.Program[sum.Index].Operation is Binding<EmbedOperation<T>, T> { Declaration: { Step: 1, IsCotangent: true } };
        block = isBlock ? ((Binding<EmbedOperation<T>, T>)tape.Program[sum.Index].Operation).Declaration : default;
        end = isBlock ? block.Start + Block(tape, sum).Shape[block.Dimension] : 0;
        return isBlock;
    }

    private static Variable<T> Block(Tape<T> tape, Variable<T> embedded) => tape.At(tape.Program.OperandsOf(tape.Program[embedded.Index])[0]);

    /// <summary>How the elements lie in the result, and where the first does.</summary>
    private Layout Region(Shape x, out int offset)
    {
        Strides strides = x.With(Dimension, Length).ContiguousStrides;
        int stride = strides[Dimension];
        offset = Start * stride;
        return new Layout(x, strides.With(Dimension, x[Dimension] > 1 ? stride * Step : stride));
    }
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
        /// <example><code>tape.Variable([1.0, 2, 3, 4, 5], [5]).Slice(0, 1, 2, 2)   // 2, 4</code></example>
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
    }
}
