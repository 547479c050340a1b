using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>The weight gradient of a convolution, cut into the channels of x: each has columns of its own, summed over all images.</summary>
internal unsafe struct ConvolutionByChannel<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvolutionGeometry Geometry;

    /// <summary>Where the tensors begin.</summary>
    public T* X, Cotangent, Weight;

    /// <summary>What goes with the sums where they are long, else null.</summary>
    public T* Excess;

    private int _partLength;

    /// <summary>All parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ParallelLoop parallel)
    {
        long work = (long)Geometry.Batch * Geometry.Groups * Geometry.Outputs * Geometry.Terms * Geometry.Windows;
        int parts = parallel.Degree > 1 && work >= ProductParts<T>.Threshold ? Math.Min(2 * parallel.Degree, Geometry.Channels) : 1;
        _partLength = (Geometry.Channels + parts - 1) / parts;
        parallel.Run((Geometry.Channels + _partLength - 1) / _partLength, work >= ProductParts<T>.LongWork, this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        var plan = new ConvolutionPlan(in Geometry, sizeof(T));
        int first = part * _partLength, end = Math.Min(first + _partLength, Geometry.Channels);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(new WindowRows<T>(in Geometry, in plan, plan.Channels).BufferLength);
        fixed (T* buffer = owner.Span)
        {
            for (int c = first; c < end; c += plan.Channels) Run(in plan, c, Math.Min(plan.Channels, end - c), buffer);
        }
    }

    /// <summary>The channels of one tile, through all images; then in the order of the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run(in ConvolutionPlan plan, int first, int channels, T* buffer)
    {
        nint taps = Geometry.Taps, start = first * taps, length = Geometry.Outputs * Geometry.Terms;
        T* image = X + (first * Geometry.Plane), given = Cotangent;
        for (int n = 0; n < Geometry.Batch; n++)
        {
            for (int g = 0; g < Geometry.Groups; g++)
            {
                T* weight = Weight + (g * length) + start, excess = Excess == null ? null : Excess + (g * length) + start;
                ConvolutionProduct.WeightGradient(in Geometry, in plan, channels, image, given, weight, excess, buffer, accumulate: n > 0);
                image += Geometry.Channels * Geometry.Plane;
                given += Geometry.Outputs * Geometry.Windows;
            }
        }

        if (channels == 1 || taps == 1) return;
        nint columns = channels * taps;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)columns);
        fixed (T* copy = owner.Span)
        {
            for (nint output = 0; output < (nint)Geometry.Groups * Geometry.Outputs; output++)
            {
                T* weight = Weight + (output * Geometry.Terms) + start;
                new Span<T>(weight, (int)columns).CopyTo(owner.Span);
                MatrixCopy.Copy(channels, taps, copy, 1, channels, weight, taps);
            }
        }
    }
}
