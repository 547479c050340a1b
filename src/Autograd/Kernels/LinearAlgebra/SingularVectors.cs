using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// A = U S Vᵀ by one-sided rotations (Hestenes 1958), for matrices that are not wider than high: the rows of Aᵀ are turned in pairs until all are
/// orthogonal, so that small singular values keep their digits.
/// </summary>
internal static unsafe class SingularVectors
{
    private const int MostSweeps = 40;

    /// <summary>
    /// Of contiguous m × n matrices U, m × n, behind it the singular values in descending order, and V, n × n; or the values alone. The largest element
    /// of each column of U is positive.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(ReadOnlySpan<T> matrices, int m, int n, bool valuesOnly, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((n * m) + (n * n) + n);
        using SpanOwner<int> orderOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = matrices, result = destination, w = owner.Span)
        fixed (int* order = orderOwner.Span)
        {
            T* v = w + ((nint)n * m), s = v + ((nint)n * n);
            for (int k = 0; k < matrices.Length / (m * n); k++)
            {
                Decompose(m, n, source + ((nint)k * m * n), w, valuesOnly ? null : v, s, order);
                if (valuesOnly)
                {
                    T* values = result + ((nint)k * n);
                    for (int i = 0; i < n; i++) values[i] = s[order[i]];
                    continue;
                }

                T* left = result + (k * (((nint)m * n) + n + ((nint)n * n))), middle = left + ((nint)m * n), right = middle + n;
                for (int i = 0; i < n; i++)
                {
                    middle[i] = s[order[i]];
                    for (int j = 0; j < m; j++) left[((nint)j * n) + i] = w[((nint)order[i] * m) + j];
                    for (int j = 0; j < n; j++) right[((nint)j * n) + i] = v[((nint)order[i] * n) + j];
                }
            }
        }
    }

    /// <summary>
    /// V S⁺ Uᵀ of contiguous m × n matrices, n × m each: singular values that rounding cannot tell from 0, up to m units in the last place of the largest, are left out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invert<T>(ReadOnlySpan<T> matrices, int m, int n, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (matrices.IsEmpty) return;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate((n * m) + (n * n) + n);
        using SpanOwner<int> orderOwner = SpanOwner<int>.Allocate(n);
        fixed (T* source = matrices, result = destination, u = owner.Span)
        fixed (int* order = orderOwner.Span)
        {
            T* v = u + ((nint)n * m), s = v + ((nint)n * n);
            for (int k = 0; k < matrices.Length / (m * n); k++)
            {
                Decompose(m, n, source + ((nint)k * m * n), u, v, s, order);
                T least = s[order[0]] * T.CreateTruncating(m) * (T.BitIncrement(T.One) - T.One);
                for (int i = 0; i < n; i++)
                {
                    T* row = u + ((nint)i * m);
                    if (s[i] <= least) new Span<T>(row, m).Clear();
                    else RowArithmetic.Divide(row, s[i], m);
                }

                MatrixProduct.Multiply(n, m, n, v, 1, n, u, m, 1, result + ((nint)k * m * n), m, accumulate: false);
            }
        }
    }

    /// <summary>
    /// The decomposition of one matrix: left vectors as rows of w, right ones as rows of v (neither where v is null), values in s, in the order of order.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decompose<T>(int m, int n, T* a, T* w, T* v, T* s, int* order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Transposition.Transpose(ref *a, n, ref *w, m, n, m);
        T largest = RowArithmetic.Largest(w, (nint)n * m), scale = largest == T.Zero || !T.IsFinite(largest) ? T.One : T.ScaleB(T.One, T.ILogB(largest));
        RowArithmetic.Divide(w, scale, (nint)n * m);
        if (v != null)
        {
            new Span<T>(v, n * n).Clear();
            for (int i = 0; i < n; i++) v[(nint)i * (n + 1)] = T.One;
        }

        if (T.IsFinite(largest)) Orthogonalize(m, n, w, v);
        for (int i = 0; i < n; i++)
        {
            s[i] = RowArithmetic.Norm(w + ((nint)i * m), m);
            order[i] = i;
        }

        for (int i = 1; i < n; i++)
        {
            int at = i, moved = order[i];
            for (; at > 0 && s[order[at - 1]] < s[moved]; at--) order[at] = order[at - 1];
            order[at] = moved;
        }

        if (v != null) Normalize(m, n, w, v, s, order);
        for (int i = 0; i < n; i++) s[i] *= scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Orthogonalize<T>(int m, int n, T* w, T* v)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T tolerance = (T.BitIncrement(T.One) - T.One) * T.Sqrt(T.CreateTruncating(m)), two = T.CreateTruncating(2);
        bool turned = true;
        for (int sweep = 0; turned && sweep < MostSweeps; sweep++)
        {
            turned = false;
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    T* x = w + ((nint)p * m), y = w + ((nint)q * m);
                    T product = RowArithmetic.Dot(x, y, m), xx = RowArithmetic.Dot(x, x, m), yy = RowArithmetic.Dot(y, y, m);
                    if (!(T.Abs(product) > tolerance * T.Sqrt(xx) * T.Sqrt(yy))) continue;
                    turned = true;
                    T ratio = (yy - xx) / (two * product), size = T.Abs(ratio);
                    T tangent = T.One / (size + T.Sqrt(T.One + (ratio * ratio)));
                    if (ratio < T.Zero) tangent = -tangent;
                    T cosine = T.One / T.Sqrt(T.One + (tangent * tangent)), sine = cosine * tangent;
                    RowArithmetic.Rotate(x, y, cosine, sine, m);
                    if (v != null) RowArithmetic.Rotate(v + ((nint)p * n), v + ((nint)q * n), cosine, sine, n);
                }
            }
        }
    }

    /// <summary>
    /// Makes unit vectors of the rows of w and sets their signs. Rows so short that their squares underflow were not turned: they are replaced by what is orthogonal
    /// to all others.
    /// </summary>
    private static void Normalize<T>(int m, int n, T* w, T* v, T* s, int* order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T least = T.CreateTruncating(typeof(T) == typeof(float) ? 1e-12 : 1e-138);
        for (int i = 0; i < n; i++)
        {
            T* x = w + ((nint)order[i] * m);
            if (!(s[order[i]] < least)) RowArithmetic.Divide(x, s[order[i]], m);
            else Complete(m, i, w, order);
            if (x[RowArithmetic.PlaceOfLargest(x, m)] >= T.Zero) continue;
            T* y = v + ((nint)order[i] * n);
            RowArithmetic.Negate(x, x, m);
            RowArithmetic.Negate(y, y, n);
        }
    }

    /// <summary>A unit vector orthogonal to those before it: what is left of one of the axes, of which one at least is far from their span.</summary>
    private static void Complete<T>(int m, int count, T* w, int* order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* x = w + ((nint)order[count] * m);
        T enough = T.One / T.CreateTruncating(2 * m);
        for (int axis = 0; axis < m; axis++)
        {
            new Span<T>(x, m).Clear();
            x[axis] = T.One;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < count; i++)
                {
                    T* other = w + ((nint)order[i] * m);
                    RowArithmetic.AddScaled(x, other, -RowArithmetic.Dot(x, other, m), m);
                }
            }

            T square = RowArithmetic.Dot(x, x, m);
            if (!(square > enough)) continue;
            RowArithmetic.Divide(x, T.Sqrt(square), m);
            return;
        }
    }
}
