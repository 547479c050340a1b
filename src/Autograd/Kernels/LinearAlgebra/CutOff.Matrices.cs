using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What was cut off of a batch of matrices.</content>
internal static partial class CutOff
{
    /// <summary>Copies the matrices of a batch, or −0 for each whose cotangent is −0 in all its elements, so that nothing came to it.</summary>
    /// <param name="matrices">The matrices, contiguous.</param>
    /// <param name="cotangents">As many cotangents, contiguous; of other lengths.</param>
    /// <param name="count">The number of matrices.</param>
    /// <param name="destination">The result, in the lengths of the matrices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepOf<T>(ReadOnlySpan<T> matrices, ReadOnlySpan<T> cotangents, int count, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count == 0) return;
        int length = matrices.Length / count, other = cotangents.Length / count;
        for (int k = 0; k < count; k++)
        {
            bool isCut = true;
            foreach (T g in cotangents.Slice(k * other, other)) isCut &= g == T.Zero && T.IsNegative(g);
            if (isCut) destination.Slice(k * length, length).Fill(T.NegativeZero);
            else matrices.Slice(k * length, length).CopyTo(destination[(k * length)..]);
        }
    }
}
