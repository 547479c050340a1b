using System.Numerics;

namespace Autograd;

/// <summary>
/// Elements put to the places that indices name among all of their channel, zeros elsewhere; of several for one place the last. Linear in x; the VJP
/// takes each cotangent from there, of several at one place for the last alone.
/// </summary>
/// <remarks>Leading dimensions of x that the indices do not have share them.</remarks>
/// <param name="Lengths">The lengths of a channel.</param>
/// <param name="IsCotangent">Whether a zero is that of a cotangent: −0 where no element comes.</param>
internal readonly record struct MaxUnpoolOperation<T>(Shape Lengths, bool IsCotangent = false) : IKernelOperation<MaxUnpoolOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "MaxUnpool";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(MaxUnpoolOperation<T> operation, int count, out MaxUnpoolOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    /// <inheritdoc/>
    public static Notation NotationOf(MaxUnpoolOperation<T> operation) =>
        Notation.Function("unpool").WithAttributes($"to {operation.Lengths}").LinearIn(0)
        .Explained("unpool(X, t)", "zeros, with each element of X at its place in t among all of its channel");

    static IndexSets IKernelOperation<MaxUnpoolOperation<T>, T>.Depend(MaxUnpoolOperation<T> operation, in OperandSets operands)
    {
        int length = operation.Lengths.ElementCount, channels = length == 0 ? 0 : operands.Shape.ElementCount / length;
        return channels == 0
            ? IndexSets.NoneLike(operands[0], operands.Shape)
            : operands.Reshape((channels, operands[0].Shape.ElementCount / channels), (channels, length)).Give(1, isNew: false).Reshape(operands.Shape);
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1];
        if (indices.Rank != Lengths.Rank + 2) throw ConvolutionErrors.Unpooled(indices, Lengths.Rank);
        return indices.IsEndOf(in x) ? Shape.Concatenate(x, x.Rank - Lengths.Rank, Lengths, 0) : throw Errors.ShapesDiffer(Name, "x", x, "the indices", indices);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        destination.Fill(IsCotangent ? T.NegativeZero : T.Zero);
        if (operands[0].Shape.ElementCount > 0) PoolPlaces.Put(operands[0].Span, operands.Indices(1, Name, [Lengths.ElementCount], 0), Lengths.ElementCount, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        if (context.Needs(0)) context.Contribute(0, context.Cotangent.Apply(new MaxUnpoolPickOperation<T>(Lengths), context.Indices(1)));
    }
}

/// <summary>For each index the element at its place in its channel, −0 where a later index names the same. The adjoint of MaxUnpool, which is its VJP.</summary>
/// <remarks>Leading dimensions of x that the indices do not have share them.</remarks>
/// <param name="Lengths">The lengths of a channel.</param>
internal readonly record struct MaxUnpoolPickOperation<T>(Shape Lengths) : IKernelOperation<MaxUnpoolPickOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MaxUnpoolPick";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(MaxUnpoolPickOperation<T> operation, int count, out MaxUnpoolPickOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    /// <inheritdoc/>
    public static Notation NotationOf(MaxUnpoolPickOperation<T> operation) =>
        Notation.Function("unpoolpick").LinearIn(0)
        .Explained("unpoolpick(X, t)", "the elements of X at the places t in their channels, 0 where a later index names the same place");

    static IndexSets IKernelOperation<MaxUnpoolPickOperation<T>, T>.Depend(MaxUnpoolPickOperation<T> operation, in OperandSets operands)
    {
        int length = operation.Lengths.ElementCount, channels = length == 0 ? 0 : operands[0].Shape.ElementCount / length;
        return channels == 0
            ? IndexSets.NoneLike(operands[0], operands.Shape)
            : operands.Reshape((channels, length), (channels, operands.Shape.ElementCount / channels)).Take(1, keep: true).Reshape(operands.Shape);
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1], channels = Shape.Concatenate(indices, 2, Lengths, 0);
        if (indices.Rank != Lengths.Rank + 2) throw ConvolutionErrors.Unpooled(indices, Lengths.Rank);
        return channels.IsEndOf(in x) ? Shape.Concatenate(x, x.Rank - Lengths.Rank, indices, 2) : throw Errors.ShapesDiffer(Name, "x", x, "what the indices choose from", channels);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        if (!destination.IsEmpty) PoolPlaces.Take(operands[0].Span, operands.Indices(1, Name, [Lengths.ElementCount], 0), Lengths.ElementCount, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        if (context.Needs(0)) context.Contribute(0, context.Cotangent.Apply(new MaxUnpoolOperation<T>(Lengths, IsCotangent: true), context.Indices(1)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Elements put back where <c>ArgMaxPool</c> found them, zeros elsewhere: what a maximum pooling leaves of its operand. Where overlapping windows name one
        /// place, the last of them stays, and takes its cotangent alone. PyTorch's and ONNX's <c>MaxUnpool</c>.
        /// </summary>
        /// <param name="indices">The place of each element of this node among those of its channel, in row-major order.</param>
        /// <param name="lengths">The lengths of the result behind the channels: as many as this node has.</param>
        /// <returns>A node [N, C, lengths].</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or an index is out of range.</exception>
        /// <example><code>
        /// var up = decoded.MaxUnpool(places, 28, 28);      // places = x.ArgMaxPool(2), of images of 28 × 28
        /// </code></example>
        public Variable<T> MaxUnpool(Indices<T> indices, params ReadOnlySpan<nint> lengths)
        {
            Shape channel = lengths;
            x.Tape.NodeOf(indices.Node, "MaxUnpool");
            if (x.Rank != channel.Rank + 2) throw ConvolutionErrors.Unpooled(x.Shape, channel.Rank);
            if (indices.Shape != x.Shape) throw Errors.ShapesDiffer("MaxUnpool", "x", x.Shape, "the indices", indices.Shape);
            indices.Verify("MaxUnpool", [channel.ElementCount], 0);
            return x.Apply(new MaxUnpoolOperation<T>(channel), indices);
        }
    }
}
