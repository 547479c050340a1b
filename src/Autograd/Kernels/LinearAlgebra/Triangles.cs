using System.Numerics;

namespace Autograd;

/// <summary>Triangles of matrices.</summary>
internal static class Triangles
{
    /// <summary>The lower or the upper triangle of contiguous n × n matrices, with the diagonal or a half of it; −0 elsewhere, what a mask cuts off.</summary>
    public static void Take<T>(ReadOnlySpan<T> matrices, int n, bool isUpper, bool halvesDiagonal, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.Fill(T.NegativeZero);
        T half = T.CreateTruncating(0.5);
        for (int at = 0, i = 0; at < matrices.Length; at += n, i = i + 1 == n ? 0 : i + 1)
        {
            int start = at + (isUpper ? i : 0), length = isUpper ? n - i : i + 1;
            matrices.Slice(start, length).CopyTo(destination[start..]);
            if (halvesDiagonal) destination[at + i] *= half;
        }
    }
}
