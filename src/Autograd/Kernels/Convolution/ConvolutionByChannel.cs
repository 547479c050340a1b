using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>The weight gradient of a convolution, transposed, cut into the channels of x: each has rows of its own, summed over all images.</summary>
internal unsafe struct ConvolutionByChannel<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvolutionGeometry Geometry;

    /// <summary>Where the tensors begin.</summary>
    public T* X, Cotangent, Transposed;

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
        T* image = X, given = Cotangent;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(plan.BufferLength);
        fixed (T* buffer = owner.Span)
        {
            for (int n = 0; n < Geometry.Batch; n++)
            {
                T* transposed = Transposed, excess = Excess;
                for (int g = 0; g < Geometry.Groups; g++)
                {
                    ConvolutionProduct.WeightGradient(in Geometry, in plan, first, end, image, given, transposed, excess, buffer, accumulate: n > 0);
                    image += Geometry.Channels * Geometry.Plane;
                    transposed += Geometry.Outputs * Geometry.Terms;
                    if (excess != null) excess += Geometry.Outputs * Geometry.Terms;
                    given += Geometry.Outputs * Geometry.Windows;
                }
            }
        }
    }
}
