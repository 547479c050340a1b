using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        /// <summary>The different ones of numbers or indices, the smallest first. For data, outside of a tape: how many there are depends on their values.</summary>
        /// <returns>Each number once, NaN last (all NaN are one, −0 and 0 are the one that comes first); for each of the given ones which of them it is; how often each is there.</returns>
        /// <remarks>So <c>Values[Inverse[i]]</c> is number i. Elsewhere <c>numpy.unique</c>, <c>torch.unique</c>. Time n log n; allocates what it returns and some scratch.</remarks>
        /// <example><code>
        /// var (words, places, counts) = text.Unique();   // [7, 4, 7] gives [4, 7], [1, 0, 1] and [1, 2]
        /// var rows = tape.Watch(table).Gather(0, tape.Indices(words)).Gather(0, tape.Indices(places));
        /// </code></example>
        public (T[] Values, int[] Inverse, int[] Counts) Unique()
        {
            int length = values.Length, nans = 0, count = 0;
            T[] sorted = values.ToArray();
            int[] places = new int[length], firsts = new int[length], inverse = new int[length], counts = new int[length];
            for (int i = 0; i < length; i++) places[i] = i;
            sorted.AsSpan().Sort(places.AsSpan());

            // NaN sorts before all numbers, and comes last here.
            while (nans < length && T.IsNaN(sorted[nans])) nans++;
            for (int i = 0, before = 0; i < length; i++)
            {
                int at = i < length - nans ? i + nans : i - (length - nans), place = places[at];
                if (i == 0 || sorted[at].CompareTo(sorted[before]) != 0) firsts[count++] = place;
                int which = count - 1;
                firsts[which] = Math.Min(firsts[which], place);
                inverse[place] = which;
                counts[which]++;
                before = at;
            }

            T[] unique = new T[count];
            for (int k = 0; k < count; k++) unique[k] = values[firsts[k]];
            return (unique, inverse, counts[..count]);
        }
    }
}
