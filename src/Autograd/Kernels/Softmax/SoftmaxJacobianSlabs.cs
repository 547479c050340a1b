using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>A product of a vector with a <see cref="SoftmaxJacobian"/>, cut into slabs that stay in the first caches during all passes.</summary>
internal static class SoftmaxJacobianSlabs<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements that are taken through all passes together.</summary>
    private const int SlabLength = 1 << 12;

    /// <summary>Scratch up to this length comes from the stack.</summary>
    private const int StackLength = 256;

    /// <summary>From so many rows on, short ones are turned into columns.</summary>
    private const int FewRows = 8;

    /// <summary>Fewer columns of a slab are not worth their set-up.</summary>
    private const int LeastColumns = 64;

    /// <summary>Computes some stretches: each is what belongs to one index of the dimensions before the first one that is reduced.</summary>
    /// <param name="jacobian">Which product.</param>
    /// <param name="x">The vector.</param>
    /// <param name="p">The softmax.</param>
    /// <param name="destination">The result.</param>
    /// <param name="shape">The lengths of a stretch; dimensions that are reduced and such that are not take turns.</param>
    /// <param name="reduced">The dimensions over which p sums to 1.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(SoftmaxJacobian jacobian, ref T x, ref T p, Span<T> destination, in Shape shape, Dimensions reduced)
    {
        bool areRows = shape.Rank == 1 && reduced.Contains(0);
        if (areRows && jacobian == SoftmaxJacobian.LogarithmTransposed && ShortRows<L, T>.Fit(shape[0]))
        {
            ShortSoftmaxJacobian<L, T>.RunLogarithmTransposed(ref x, ref p, ref MemoryMarshal.GetReference(destination), destination.Length / shape[0], shape[0]);
            return;
        }

        int inside = shape.ElementCount, together = Math.Clamp(SlabLength / inside, 1, destination.Length / inside), length = together * inside;
        bool turns = areRows && inside <= ReductionTree.Width<T>() && together >= FewRows;
        int needed = (3 * SoftmaxFamily.KeptCount(in shape, reduced, 0) * together) + (turns ? 4 * length : 0);
        T[]? rented = needed > StackLength ? ArrayPool<T>.Shared.Rent(needed) : null;
        Span<T> scratch = rented is null ? stackalloc T[StackLength] : rented;
        if (shape.Rank == 2 && !reduced.Contains(1) && inside > SlabLength)
        {
            RunColumns(jacobian, ref x, ref p, destination, in shape, scratch);
        }
        else
        {
            int whole = destination.Length / length * length, left = destination.Length - whole;
            Run(jacobian, ref x, ref p, destination[..whole], length, in shape, reduced, turns, scratch);
            if (left > 0) Run(jacobian, ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref p, whole), destination[whole..], left, in shape, reduced, turns, scratch);
        }

        if (rented is not null) ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>Slabs of equal length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(
        SoftmaxJacobian jacobian, ref T x, ref T p, Span<T> destination, int length, in Shape shape, Dimensions reduced, bool turns, Span<T> scratch)
    {
        int inside = shape.ElementCount, stretches = length / inside;
        if (turns)
        {
            // Copied, so that rows become columns, and back.
            Layout turn = Layout.Contiguous([inside, stretches]), columns = new(turn.Shape, new Strides(DimensionValues.Of(1, inside)));
            Layout back = new([stretches, inside], new Strides(DimensionValues.Of(1, stretches)));
            Span<T> turnedX = scratch[..length], turnedP = scratch.Slice(length, length), turnedY = scratch.Slice(2 * length, length);
            var turned = new SoftmaxJacobianSlab<L, T>(ref turnedX[0], ref turnedP[0], ref turnedY[0], in turn, Dimensions.All(1), scratch.Slice(3 * length, length), scratch[(4 * length)..]);
            for (int done = 0; done < destination.Length; done += length)
            {
                Copying.Copy(new Strided<T>(in Unsafe.Add(ref x, done), in columns), turnedX);
                Copying.Copy(new Strided<T>(in Unsafe.Add(ref p, done), in columns), turnedP);
                turned.Multiply(jacobian);
                Copying.Copy(new Strided<T>(in turnedY[0], in back), destination.Slice(done, length));
            }

            return;
        }

        Layout layout = Layout.Contiguous(stretches == 1 ? shape : Repeated(stretches, in shape, reduced, out reduced));
        var slab = new SoftmaxJacobianSlab<L, T>(ref x, ref p, ref MemoryMarshal.GetReference(destination), in layout, reduced, default, scratch);
        for (int done = 0; done < destination.Length; done += length)
        {
            slab.Multiply(jacobian);
            slab.Advance(length);
        }
    }

    /// <summary>Stretches that are larger than a slab, the first of two dimensions reduced: some columns at a time, but never one, whose neighbours are not adjacent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunColumns(SoftmaxJacobian jacobian, ref T x, ref T p, Span<T> destination, in Shape shape, Span<T> scratch)
    {
        int columns = shape[1], width = Math.Min(columns, Math.Max(LeastColumns, SlabLength / shape[0] / LeastColumns * LeastColumns));
        for (int first = 0, count; first < columns; first += count)
        {
            count = columns - first <= width + 1 ? columns - first : width;
            var layout = new Layout(shape.With(1, count), shape.ContiguousStrides);
            var slab = new SoftmaxJacobianSlab<L, T>(ref Unsafe.Add(ref x, first), ref Unsafe.Add(ref p, first), ref destination[first], in layout, Dimensions.All(1), default, scratch);
            for (int done = 0; done < destination.Length; done += shape.ElementCount)
            {
                slab.Multiply(jacobian);
                slab.Advance(shape.ElementCount);
            }
        }
    }

    private static Shape Repeated(int count, in Shape shape, Dimensions reduced, out Dimensions all)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        lengths[0] = count;
        all = Dimensions.None;
        for (int d = 0; d < shape.Rank; d++)
        {
            lengths[d + 1] = shape[d];
            if (reduced.Contains(d)) all = all.Add(d + 1);
        }

        return new Shape(lengths[..(shape.Rank + 1)]);
    }
}
