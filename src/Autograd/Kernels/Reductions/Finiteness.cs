using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Looks for NaN and ±∞: x − x is 0 for a finite x, and NaN for any other.</summary>
internal static class Finiteness
{
    /// <summary>Whether all elements are finite; in one pass without branches, since they nearly always are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count, i = 0;
        Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
        for (; i <= values.Length - (4 * width); i += 4 * width)
        {
            ReadOnlySpan<T> block = values[i..];
            Vector<T> v = new(block), w = new(block[width..]), x = new(block[(2 * width)..]), y = new(block[(3 * width)..]);
            a += v - v;
            b += w - w;
            c += x - x;
            d += y - y;
        }

        for (; i <= values.Length - width; i += width)
        {
            Vector<T> v = new(values[i..]);
            a += v - v;
        }

        // What is left is looked at once more together with what lies before it, or one by one where that is all.
        T rest = T.Zero;
        if (i > 0)
        {
            Vector<T> v = new(values[^width..]);
            b += v - v;
        }
        else
        {
            foreach (T value in values) rest += value - value;
        }

        return Vector.EqualsAll(a + b + (c + d), Vector<T>.Zero) && rest == T.Zero;
    }

    /// <summary>The first element that is NaN or ±∞; −1 for none.</summary>
    public static int IndexOfNonFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (AreFinite(values)) return -1;
        int i = 0;
        while (T.IsFinite(values[i])) i++;
        return i;
    }

    /// <summary>The first element that is NaN; −1 for none.</summary>
    public static int IndexOfNaN<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (AreFinite(values)) return -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (T.IsNaN(values[i])) return i;
        }

        return -1;
    }
}
