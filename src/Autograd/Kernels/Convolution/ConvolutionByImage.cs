using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>A convolution, or its input gradient, cut into images: no two of them share a result.</summary>
internal unsafe struct ConvolutionByImage<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvolutionGeometry Geometry;

    /// <summary>Where the tensors begin; of y and x that which is given is read, the other one is written.</summary>
    public T* X, Weight, Y;

    /// <summary>Whether x̄ is computed, from ȳ.</summary>
    public bool IsGradient;

    private int _partLength;

    /// <summary>All parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ParallelLoop parallel)
    {
        long work = (long)Geometry.Batch * Geometry.Groups * Geometry.Outputs * Geometry.Terms * Geometry.Windows;
        int parts = parallel.Degree > 1 && work >= ProductParts<T>.Threshold ? Math.Min(4 * parallel.Degree, Geometry.Batch) : 1;
        _partLength = (Geometry.Batch + parts - 1) / parts;
        parallel.Run((Geometry.Batch + _partLength - 1) / _partLength, work >= ProductParts<T>.LongWork, this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        nint outputs = Geometry.Outputs, terms = Geometry.Terms, windows = Geometry.Windows, plane = Geometry.Channels * Geometry.Plane;
        bool isView = Geometry.TryView(out nint viewRow, out nint viewColumn);

        // Into x̄ at once where no two windows share an element, and windows that follow each other lie so.
        if (IsGradient) isView = isView && (viewColumn == 1 || windows == 1) && (terms == 1 || viewRow >= windows);
        var plan = new ConvolutionPlan(in Geometry, sizeof(T));
        int first = part * _partLength, end = Math.Min(first + _partLength, Geometry.Batch);
        T* image = X + (first * Geometry.Groups * plane), result = Y + (first * Geometry.Groups * outputs * windows);
        bool isLong = !isView && (IsGradient ? Geometry.Taps : terms) > MatrixChains.Longest;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(isView ? 0 : plan.BufferLength);
        using SpanOwner<T> excessOwner = SpanOwner<T>.Allocate(!isLong ? 0 : checked((int)(IsGradient ? plane : outputs * plan.Rows * plan.Columns)));
        fixed (T* buffer = owner.Span, excess = excessOwner.Span)
        {
            for (int n = first; n < end; n++)
            {
                T* kernel = Weight;
                for (int g = 0; g < Geometry.Groups; g++)
                {
                    if (isLong && IsGradient) excessOwner.Span.Clear();
                    if (!isView && IsGradient) ConvolutionProduct.InputGradient(in Geometry, in plan, result, kernel, image, buffer, excess);
                    else if (!isView) ConvolutionProduct.Forward(in Geometry, in plan, image, kernel, result, buffer, excess);
                    else if (IsGradient) MatrixProduct.Multiply(terms, windows, outputs, kernel, 1, terms, result, windows, 1, image, viewRow, accumulate: false);
                    else MatrixProduct.Multiply(outputs, windows, terms, kernel, terms, 1, image, viewRow, viewColumn, result, windows, accumulate: false);
                    image += plane;
                    kernel += outputs * terms;
                    result += outputs * windows;
                }
            }
        }
    }
}
