using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

internal static class MatrixProduct
{
    public static void Multiply<T>(scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = a.Shape.Rank, m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        int batches = m * n == 0 ? 0 : destination.Length / (m * n);
        var index = new DimensionValues();
        for (int batch = 0; batch < batches; batch++)
        {
            nint offsetA = 0, offsetB = 0;
            for (int d = 0; d < rank - 2; d++)
            {
                offsetA += (nint)index[d] * a.Strides[d];
                offsetB += (nint)index[d] * b.Strides[d];
            }

            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    T sum = T.Zero;
                    for (int p = 0; p < k; p++)
                    {
                        sum = T.FusedMultiplyAdd(
                            Unsafe.Add(ref Unsafe.AsRef(in a.Origin), offsetA + ((nint)i * a.Strides[rank - 2]) + ((nint)p * a.Strides[rank - 1])),
                            Unsafe.Add(ref Unsafe.AsRef(in b.Origin), offsetB + ((nint)p * b.Strides[rank - 2]) + ((nint)j * b.Strides[rank - 1])),
                            sum);
                    }

                    destination[(batch * m * n) + (i * n) + j] = sum;
                }
            }

            for (int d = rank - 3; d >= 0; d--)
            {
                if (++index[d] < a.Shape[d]) break;
                index[d] = 0;
            }
        }
    }
}
