using System.Numerics;

namespace Autograd;

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
        Strides strides = x.Shape.With(Dimension, Length).ContiguousStrides;
        int stride = strides[Dimension];
        var region = new Layout(x.Shape, strides.With(Dimension, x.Shape[Dimension] > 1 ? stride * Step : stride));
        Copying.CopyInto(x, destination, region, Start * strides[Dimension]);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Slice(Dimension, Start, context[0].Shape[Dimension], Step));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Zeros set before and after the elements of one dimension.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="before">How many before, 0 or more.</param>
        /// <param name="after">How many after, 0 or more.</param>
        /// <returns>A node whose length in the dimension is larger by both.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or a negative number.</exception>
        public Variable<T> Pad(int dimension, int before, int after)
        {
            int d = Dimensions.Normalize("Pad", dimension, x.Shape);
            if (before < 0 || after < 0) throw Errors.NegativePadding(before, after);
            long length = (long)x.Shape[d] + before + after;
            if (length > int.MaxValue) throw Errors.PaddingTooLarge(before, after, d, x.Shape);
            return x.Apply(new EmbedOperation<T>(d, before, 1, (int)length));
        }
    }
}
