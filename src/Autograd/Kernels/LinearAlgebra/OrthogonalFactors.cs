using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// A = Q R by reflections, for matrices that are not wider than high. They work on the rows of Aᵀ, which lie contiguously; those of a panel of columns
/// are applied to all later ones together, as I − V T Vᵀ, by three matrix products.
/// </summary>
internal static unsafe class OrthogonalFactors
{
    private const int Panel = 32;

    /// <summary>
    /// The factors of contiguous m × n matrices, of each Q, m × n, and behind it R, n × n: an upper triangle whose diagonal is not negative.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(ReadOnlySpan<T> matrices, int m, int n, Span<T> destination, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return;
        nint row = MatrixScratch.Stride<T>(m), side = (nint)n * row;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((int)((2 * side) + (Panel * row) + (2 * n * Panel) + n));
        fixed (T* source = matrices, result = destination, w = owner.Span)
        {
            T* q = w + side, v = q + side, t = v + (Panel * row), products = t + (n * Panel), diagonal = products + (n * Panel);
            for (int k = 0; k < matrices.Length / (m * n); k++)
            {
                Transposition.Transpose(ref *(source + ((nint)k * m * n)), n, ref *w, row, n, m);
                T scale = T.Zero;
                for (int j = 0; j < n; j++) scale = T.Max(scale, RowArithmetic.Largest(w + (j * row), m));
                scale = scale == T.Zero || !T.IsFinite(scale) ? T.One : T.ScaleB(T.One, T.ILogB(scale));
                for (int j = 0; j < n; j++) RowArithmetic.Divide(w + (j * row), scale, m);
                for (int j = 0; j < n; j += Panel)
                {
                    int width = Math.Min(Panel, n - j), length = m - j;
                    Reflect(width, length, w + (j * row) + j, row, diagonal + j, t + (j * Panel));
                    CopyReflections(width, length, w + (j * row) + j, row, v, row);
                    Combine(width, length, v, row, t + (j * Panel), products);
                    Apply(n - j - width, width, length, v, row, t + (j * Panel), isTransposed: false, w + ((j + width) * row) + j, row, products, parallel);
                }

                for (int i = 0; i < n; i++)
                {
                    new Span<T>(q + (i * row), m).Clear();
                    q[i * (row + 1)] = T.One;
                }

                for (int j = (n - 1) / Panel * Panel; j >= 0; j -= Panel)
                {
                    int width = Math.Min(Panel, n - j), length = m - j;
                    CopyReflections(width, length, w + (j * row) + j, row, v, row);
                    Apply(n - j, width, length, v, row, t + (j * Panel), isTransposed: true, q + (j * (row + 1)), row, products, parallel);
                }

                Write(m, n, w, q, row, diagonal, scale, result + (k * (((nint)m * n) + ((nint)n * n))));
            }
        }
    }

    /// <summary>Reflects the columns of a panel one by one. The reflections lie where zeros come to be, without their leading 1; scales on the diagonal of t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reflect<T>(int width, int length, T* w, nint row, T* diagonal, T* t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < width; j++)
        {
            T* x = w + (j * (row + 1));
            int rest = length - j;
            T alpha = x[0], norm = RowArithmetic.Norm(x, rest), scale = T.Zero;
            diagonal[j] = alpha;
            if (rest > 1 && !(RowArithmetic.Largest(x + 1, rest - 1) <= RowArithmetic.Negligible<T>()))
            {
                T beta = alpha > T.Zero ? -norm : norm;
                diagonal[j] = beta;
                scale = (beta - alpha) / beta;
                RowArithmetic.Divide(x + 1, alpha - beta, rest - 1);
                x[0] = T.One;
                for (int i = j + 1; i < width; i++)
                {
                    T* other = w + (i * row) + j;
                    RowArithmetic.AddScaled(other, x, -scale * RowArithmetic.Dot(x, other, rest), rest);
                }
            }

            t[j * (Panel + 1)] = scale;
        }
    }

    /// <summary>The reflections of a panel as rows, with zeros and ones in front.</summary>
    private static void CopyReflections<T>(int width, int length, T* w, nint row, T* v, nint vRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < width; j++)
        {
            new Span<T>(v + (j * vRow), j).Clear();
            v[j * (vRow + 1)] = T.One;
            new ReadOnlySpan<T>(w + (j * (row + 1)) + 1, length - j - 1).CopyTo(new Span<T>(v + (j * (vRow + 1)) + 1, length - j - 1));
        }
    }

    /// <summary>The upper triangle T of H₀ H₁ … = I − V T Vᵀ from the scales on its diagonal.</summary>
    private static void Combine<T>(int width, int length, T* v, nint vRow, T* t, T* products)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixProduct.Multiply(width, width, length, v, vRow, 1, v, 1, vRow, products, Panel, accumulate: false);
        for (int j = 0; j < width; j++)
        {
            T scale = t[j * (Panel + 1)];
            for (int i = 0; i < j; i++)
            {
                T sum = T.Zero;
                for (int p = i; p < j; p++) sum = FusedArithmetic.MultiplyAdd(t[(i * Panel) + p], products[(p * Panel) + j], sum);
                t[(i * Panel) + j] = -scale * sum;
            }

            for (int i = j + 1; i < width; i++) t[(i * Panel) + j] = T.Zero;
        }
    }

    /// <summary>C ← C (I − V T Vᵀ), or with Tᵀ; V is given by rows.</summary>
    private static void Apply<T>(
        int rows, int width, int length, T* v, nint vRow, T* t, bool isTransposed, T* c, nint cRow, T* products, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0) return;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(rows * Panel);
        fixed (T* scaled = owner.Span)
        {
            MatrixProduct.Multiply(rows, width, length, c, cRow, 1, v, 1, vRow, products, Panel, accumulate: false, parallel);
            RowArithmetic.Negate(products, products, rows * Panel);
            MatrixProduct.Multiply(rows, width, width, products, Panel, 1, t, isTransposed ? 1 : Panel, isTransposed ? Panel : 1, scaled, Panel, accumulate: false, parallel);
            MatrixProduct.Multiply(rows, length, width, scaled, Panel, 1, v, vRow, 1, c, cRow, accumulate: true, parallel);
        }
    }

    /// <summary>Q and R, with the signs of the columns of one and the rows of the other changed where the diagonal is negative.</summary>
    private static void Write<T>(int m, int n, T* w, T* q, nint row, T* diagonal, T scale, T* destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A column that has no more beyond those before it than rounding leaves, against its own length, depends on them. Its 0 is refused by what
        // divides by it; the digits that stood there mean nothing.
        T rounding = (T.BitIncrement(T.One) - T.One) * T.CreateTruncating(8) * T.Sqrt(T.CreateTruncating(n));
        T* r = destination + ((nint)m * n);
        for (int i = 0; i < n; i++)
        {
            bool isNegative = diagonal[i] < T.Zero;
            if (isNegative) RowArithmetic.Negate(q + (i * row), q + (i * row), m);
            new Span<T>(r + ((nint)i * n), i).Clear();
            r[(nint)i * (n + 1)] = T.Abs(diagonal[i]) <= rounding * RowArithmetic.Norm(w + (i * row), i) ? T.Zero : T.Abs(diagonal[i]) * scale;
            for (int j = i + 1; j < n; j++)
            {
                T value = w[(j * row) + i] * scale;
                r[((nint)i * n) + j] = isNegative ? -value : value;
            }
        }

        Transposition.Transpose(ref *q, row, ref *destination, n, m, n);
    }
}
