using System.Numerics;

namespace Autograd;

/// <summary>
/// How operations on images [N, channels, …] are lifted to slices [count, N, channels, …]. Where slices share all but the images, those are so many
/// more images; else each slice has its channels beside those of the others, as groups that are kept apart. Either way each image and group is
/// computed as it would be by itself, to the same bits.
/// </summary>
internal static class ImageSlices
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>All slices: what an operand has them for, or the same for each.</summary>
        internal Variable<T> ForAll(int count, bool isLifted) => isLifted ? x : x.Apply(new BroadcastToOperation<T>(x.Shape.Insert(0, count)));

        /// <summary>[count, N, …] as [count N, …].</summary>
        private Variable<T> Joined() => x.Flatten(0, 1);

        /// <summary>[count N, …] as [count, N, …].</summary>
        private Variable<T> Split(int count) => x.Reshape(x.Shape.With(0, x.Shape[0] / count).Insert(0, count));

        /// <summary>[count, N, channels, …] as [N, count channels, …].</summary>
        private Variable<T> JoinedChannels() => x.Exchanged().Flatten(1, 2);

        /// <summary>[N, count channels, …] as [count, N, channels, …].</summary>
        private Variable<T> SplitChannels(int count) => x.Reshape(x.Shape.With(1, x.Shape[1] / count).Insert(1, count)).Exchanged();

        /// <summary>The first two dimensions exchanged.</summary>
        private Variable<T> Exchanged() => x.Rank == 5 ? x.Permute(1, 0, 2, 3, 4) : x.Permute(1, 0, 2, 3);
    }

    /// <summary>Windows over each channel by itself: slices are so many more images.</summary>
    public static Variable<T> Pool<T, TOperation>(TOperation operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation>
    {
        Variable<T> x = operands[0];
        if (operands.Length == 1) return x.Joined().Apply(operation).Split(count);
        Variable<T> y = operands[1];
        x = x.ForAll(count, (lifted & 1) != 0).Joined();
        return x.Apply(operation, y.ForAll(count, (lifted & 2) != 0).Joined()).Split(count);
    }

    /// <summary>Images and a weight to images.</summary>
    public static Variable<T> Images<T, TOperation>(TOperation operation, TOperation grouped, int count, ReadOnlySpan<Variable<T>> operands, uint lifted)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation>
    {
        Variable<T> x = operands[0], weight = operands[1];
        if ((lifted & 2) == 0) return x.Joined().Apply(operation, weight).Split(count);
        return x.ForAll(count, (lifted & 1) != 0).JoinedChannels().Apply(grouped, weight.Joined()).SplitChannels(count);
    }

    /// <summary>Two images to a weight, which is a sum over N: that of each slice is one of its own.</summary>
    public static Variable<T> Weights<T, TOperation>(TOperation grouped, int count, ReadOnlySpan<Variable<T>> operands, uint lifted)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation>
    {
        Variable<T> x = operands[0], y = operands[1];
        x = x.ForAll(count, (lifted & 1) != 0).JoinedChannels();
        return x.Apply(grouped, y.ForAll(count, (lifted & 2) != 0).JoinedChannels()).Split(count);
    }
}
