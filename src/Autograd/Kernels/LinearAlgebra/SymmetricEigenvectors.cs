using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// A = V diag(w) Vᵀ of a symmetric matrix: reflections make it tridiagonal, rotations with implicit shifts diagonal (Martin, Reinsch and Wilkinson 1968).
/// Eigenvectors are kept as rows, which lie contiguously.
/// </summary>
internal static unsafe class SymmetricEigenvectors
{
    private const int MostRotations = 60;

    /// <summary>
    /// Of the symmetric parts of contiguous n × n matrices the eigenvalues in ascending order, and behind them V, n × n, whose columns are the
    /// eigenvectors; the largest element of each is positive.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(ReadOnlySpan<T> matrices, int n, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((2 * n * n) + (3 * n));
        using SpanOwner<int> orderOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = matrices, result = destination, a = owner.Span)
        fixed (int* order = orderOwner.Span)
        {
            T* v = a + ((nint)n * n), d = v + ((nint)n * n), e = d + n, scales = e + n;
            for (int k = 0; k < matrices.Length / (n * n); k++)
            {
                T* values = result + (k * ((nint)n + ((nint)n * n))), vectors = values + n;
                MatrixScratch.SymmetricPart(n, source + ((nint)k * n * n), a, n);
                T largest = RowArithmetic.Largest(a, (nint)n * n);
                if (!T.IsFinite(largest))
                {
                    new Span<T>(values, n + (n * n)).Fill(T.NaN);
                    continue;
                }

                T scale = largest == T.Zero ? T.One : T.ScaleB(T.One, T.ILogB(largest));
                RowArithmetic.Divide(a, scale, (nint)n * n);
                Tridiagonalize(n, a, v, d, e, scales);
                Diagonalize(n, v, d, e);
                Sort(n, d, order);
                for (int i = 0; i < n; i++)
                {
                    T* row = v + ((nint)order[i] * n);
                    bool isNegative = row[RowArithmetic.PlaceOfLargest(row, n)] < T.Zero;
                    values[i] = d[order[i]] * scale;
                    for (int j = 0; j < n; j++) vectors[((nint)j * n) + i] = isNegative ? -row[j] : row[j];
                }
            }
        }
    }

    /// <summary>Reflections from both sides: the diagonal in d, what stands beside it in e (e[i] between i and i + 1), and Vᵀ in v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tridiagonalize<T>(int n, T* a, T* v, T* d, T* e, T* scales)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        for (int k = 0; k < n - 1; k++)
        {
            // The reflection of row k, from element k + 1 on; it stays there, with its first element.
            int rest = n - k - 1;
            T* x = a + ((nint)k * n) + k + 1, block = a + ((nint)(k + 1) * (n + 1)), p = d + k + 1;
            T alpha = x[0], scale = T.Zero;
            e[k] = alpha;
            if (rest > 1 && RowArithmetic.Largest(x + 1, rest - 1) > RowArithmetic.Negligible<T>())
            {
                T norm = RowArithmetic.Norm(x, rest), beta = alpha > T.Zero ? -norm : norm;
                e[k] = beta;
                scale = (beta - alpha) / beta;
                RowArithmetic.Divide(x + 1, alpha - beta, rest - 1);
                x[0] = T.One;

                // A ← H A H = A − x qᵀ − q xᵀ with p = scale · A x, q = p − ½ scale (p·x) x.
                for (int i = 0; i < rest; i++) p[i] = scale * RowArithmetic.Dot(block + ((nint)i * n), x, rest);
                RowArithmetic.AddScaled(p, x, -half * scale * RowArithmetic.Dot(p, x, rest), rest);
                for (int i = 0; i < rest; i++)
                {
                    T* row = block + ((nint)i * n);
                    RowArithmetic.AddScaled(row, p, -x[i], rest);
                    RowArithmetic.AddScaled(row, x, -p[i], rest);
                }
            }

            scales[k] = scale;
        }

        // V = H₀ H₁ …: its transpose, from the last reflection on, which concerns the last rows only.
        new Span<T>(v, n * n).Clear();
        for (int i = 0; i < n; i++)
        {
            d[i] = a[(nint)i * (n + 1)];
            v[(nint)i * (n + 1)] = T.One;
        }

        for (int k = n - 2; k >= 0; k--)
        {
            if (scales[k] == T.Zero) continue;
            int rest = n - k - 1;
            T* x = a + ((nint)k * n) + k + 1;
            for (int i = k + 1; i < n; i++)
            {
                T* row = v + ((nint)i * n) + k + 1;
                RowArithmetic.AddScaled(row, x, -scales[k] * RowArithmetic.Dot(row, x, rest), rest);
            }
        }

        e[n - 1] = T.Zero;
    }

    /// <summary>Rotations that make the elements beside the diagonal vanish, one after the other from the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Diagonalize<T>(int n, T* v, T* d, T* e)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        for (int l = 0; l < n; l++)
        {
            for (int pass = 0; pass < MostRotations; pass++)
            {
                int m = l;
                for (; m < n - 1; m++)
                {
                    T size = T.Abs(d[m]) + T.Abs(d[m + 1]);
                    if (size + T.Abs(e[m]) == size) break;
                }

                if (m == l) break;
                T g = (d[l + 1] - d[l]) / (two * e[l]), r = T.Hypot(g, T.One);
                g = d[m] - d[l] + (e[l] / (g + (g < T.Zero ? -r : r)));
                T sine = T.One, cosine = T.One, p = T.Zero;
                int i = m - 1;
                for (; i >= l; i--)
                {
                    T f = sine * e[i], b = cosine * e[i];
                    r = T.Hypot(f, g);
                    e[i + 1] = r;
                    if (r == T.Zero)
                    {
                        d[i + 1] -= p;
                        e[m] = T.Zero;
                        break;
                    }

                    sine = f / r;
                    cosine = g / r;
                    g = d[i + 1] - p;
                    r = ((d[i] - g) * sine) + (two * cosine * b);
                    p = sine * r;
                    d[i + 1] = g + p;
                    g = (cosine * r) - b;
                    RowArithmetic.Rotate(v + ((nint)i * n), v + ((nint)(i + 1) * n), cosine, sine, n);
                }

                if (r == T.Zero && i >= l) continue;
                d[l] -= p;
                e[l] = g;
                e[m] = T.Zero;
            }
        }
    }

    private static void Sort<T>(int n, T* values, int* order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            int at = i;
            for (; at > 0 && values[order[at - 1]] > values[i]; at--) order[at] = order[at - 1];
            order[at] = i;
        }
    }
}
