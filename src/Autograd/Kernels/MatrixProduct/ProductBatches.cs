using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The products of a batch, whose dimensions the operands may lie in anyhow, cut into parts of products that follow each other.</summary>
internal unsafe struct ProductBatches<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The sizes and strides of one product, and where the first one lies.</summary>
    public nint M, N, K, ARow, AColumn, BRow, BColumn;
    public T* A, B, C;

    /// <summary>The dimensions of the batch.</summary>
    public int Rank;
    public DimensionValues Lengths, AStrides, BStrides;

    /// <summary>The products in all, and in a part.</summary>
    public nint Batches, PartLength;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part) => Run(part, ParallelLoop.Serial);

    /// <summary>One part, whose products are themselves run in parallel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part, ParallelLoop parallel)
    {
        nint batch = part * PartLength, end = Math.Min(batch + PartLength, Batches), rest = batch;
        T* a = A, b = B, c = C + (batch * M * N);
        var index = new DimensionValues();
        for (int d = Rank - 1; d >= 0 && rest > 0; d--)
        {
            index[d] = (int)(rest % Lengths[d]);
            rest /= Lengths[d];
            a += (nint)index[d] * AStrides[d];
            b += (nint)index[d] * BStrides[d];
        }

        for (; batch < end; batch++)
        {
            MatrixProduct.Multiply(M, N, K, a, ARow, AColumn, b, BRow, BColumn, c, N, accumulate: false, parallel);
            c += M * N;
            for (int d = Rank - 1; d >= 0; d--)
            {
                a += AStrides[d];
                b += BStrides[d];
                if (++index[d] < Lengths[d]) break;
                a -= (nint)index[d] * AStrides[d];
                b -= (nint)index[d] * BStrides[d];
                index[d] = 0;
            }
        }
    }
}
