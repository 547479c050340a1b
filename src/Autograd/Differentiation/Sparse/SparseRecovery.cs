using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where the entries of a pattern stand in the products with the derivative, one for each group of a coloring; by substitution, together with others
/// that are found before.
/// </summary>
internal sealed class SparseRecovery
{
    private readonly SparsityPattern _pattern;
    private readonly int[] _passStarts, _groupStarts, _members;
    private readonly int _productLength;
    private readonly (int From, int To)[] _reads;
    private readonly Substitution? _substitution;
    private object? _kept;

    public SparseRecovery(SparsityPattern pattern, SparsityCompression compression, ReadOnlySpan<int> groups, int passCount)
    {
        _pattern = pattern;
        _productLength = compression == SparsityCompression.Rows ? pattern.ColumnCount : pattern.RowCount;
        var passes = new int[pattern.EntryCount];
        var places = new int[pattern.EntryCount];
        for (int row = 0; row < pattern.RowCount; row++)
        {
            for (int k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
            {
                int column = pattern.ColumnIndices[k];
                (passes[k], places[k]) = compression == SparsityCompression.Rows ? (groups[row], column) : (groups[column], row);
            }
        }

        if (compression == SparsityCompression.Star) TakeWhatStandsAlone(passes, places);
        if (compression == SparsityCompression.Acyclic) _substitution = new Substitution(pattern, passes);
        (_passStarts, int[] reads) = Sorted(passes, passCount);
        _reads = Array.ConvertAll(reads, read => (places[read], read));
        (_groupStarts, _members) = Sorted(groups, passCount);
    }

    /// <summary>Writes the cotangent that the walk of a group begins with: 1 for its rows or columns, −0 for all others.</summary>
    public void WriteMembers<T>(int pass, Span<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        cotangent.Fill(T.NegativeZero);
        foreach (int member in _members.AsSpan(_groupStarts[pass].._groupStarts[pass + 1])) cotangent[member] = T.One;
    }

    /// <summary>Those cotangents for all groups, of a shape; kept for the next call. (Of two that ask at once each may make its own.)</summary>
    public Parameter<T>[] KeptMembers<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (_kept is Parameter<T>[] kept && (kept.Length == 0 || kept[0].Shape == shape)) return kept;
        var members = new Parameter<T>[_groupStarts.Length - 1];
        T[] cotangent = new T[shape.ElementCount];
        for (int pass = 0; pass < members.Length; pass++)
        {
            WriteMembers<T>(pass, cotangent);
            members[pass] = new Parameter<T>($"group {pass}", shape, cotangent);
        }

        _kept = members;
        return members;
    }

    /// <summary>Writes what a product has of the entries.</summary>
    /// <param name="pass">Which product.</param>
    /// <param name="product">Its elements.</param>
    /// <param name="values">The entries of the pattern.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read<T>(int pass, ReadOnlySpan<T> product, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // −0 tells within a walk what was cut off; here it is a zero like any other.
        // The numbers are within the pattern, and so within what is given, which has been compared with it: no bounds are looked at element by element.
        if (product.Length < _productLength || values.Length < _pattern.EntryCount) throw new ArgumentException("The product or the values are shorter than the pattern asks for.");
        ref T source = ref MemoryMarshal.GetReference(product), destination = ref MemoryMarshal.GetReference(values);
        foreach (var (from, to) in _reads.AsSpan(_passStarts[pass].._passStarts[pass + 1])) Unsafe.Add(ref destination, to) = Unsafe.Add(ref source, from) + T.Zero;
    }

    /// <summary>Once all products are read: finds the entries that stand together.</summary>
    public void Finish<T>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => _substitution?.Solve(values);

    /// <summary>For each entry of a symmetric pattern the number of its mirror image.</summary>
    internal static int[] Mirrors(SparsityPattern pattern)
    {
        pattern.Transpose(out int[] mirrors);
        return mirrors;
    }

    /// <summary>
    /// Of an edge and its mirror image the same one is read: where the color of the one vertex is that of no other neighbor of the other. A star coloring
    /// has that on one side at least; where on both, it is that of the smaller row.
    /// </summary>
    private void TakeWhatStandsAlone(int[] passes, int[] places)
    {
        var isAlone = new bool[passes.Length];
        var last = new int[passes.Length == 0 ? 0 : passes.Max() + 1];
        Array.Fill(last, -1);
        for (int row = 0; row < _pattern.RowCount; row++)
        {
            int start = _pattern.RowStarts[row];
            for (int k = start; k < _pattern.RowStarts[row + 1]; k++)
            {
                // One of the same color in this row: neither stands alone.
                int before = last[passes[k]];
                isAlone[k] = before < start;
                if (before >= start) isAlone[before] = false;
                last[passes[k]] = k;
            }
        }

        int[] mirrors = Mirrors(_pattern), ownPasses = [.. passes], ownPlaces = [.. places];
        for (int k = 0; k < passes.Length; k++)
        {
            int first = Math.Min(k, mirrors[k]), read = isAlone[first] ? first : mirrors[first];
            (passes[k], places[k]) = (ownPasses[read], ownPlaces[read]);
        }
    }

    /// <summary>Numbers in the order of their groups, and where those of each begin; what is in none, −1, is left out.</summary>
    private static (int[] Starts, int[] Sorted) Sorted(ReadOnlySpan<int> groups, int count)
    {
        var starts = new int[count + 1];
        foreach (int group in groups)
        {
            if (group >= 0) starts[group + 1]++;
        }

        for (int group = 0; group < count; group++) starts[group + 1] += starts[group];
        int[] next = [.. starts], sorted = new int[starts[count]];
        for (int k = 0; k < groups.Length; k++)
        {
            if (groups[k] >= 0) sorted[next[groups[k]]++] = k;
        }

        return (starts, sorted);
    }

    /// <summary>
    /// Of an acyclic coloring the edges between two colors form trees. A product has at a vertex the sum of its edges to a color; where one is left, it
    /// is that, and is subtracted at its other end. A sum is read to where that entry belongs, and those of which none is left are not read. The order of
    /// all that follows from the pattern.
    /// </summary>
    private sealed class Substitution
    {
        /// <summary>In the order in which they are found: an entry, its mirror image, and the entry that is left of the sum which has that; −1 for none.</summary>
        private readonly (int Entry, int Mirror, int Left)[] _edges;
        private readonly int _entryCount;

        /// <param name="pattern">A symmetric pattern.</param>
        /// <param name="passes">For each entry the color of its column; out: −1 where it is not read.</param>
        public Substitution(SparsityPattern pattern, int[] passes)
        {
            _entryCount = pattern.EntryCount;
            int[] mirrors = Mirrors(pattern), sums = Sums(pattern, passes, out int sumCount), order = Order(sums, sumCount, mirrors), entries = new int[sumCount];
            Array.Fill(entries, -1);
            foreach (int k in order) entries[sums[k]] = k;
            for (int k = 0; k < passes.Length; k++)
            {
                if (entries[sums[k]] != k) passes[k] = -1;
            }

            _edges = Array.ConvertAll(Array.FindAll(order, k => mirrors[k] != k), k => (k, mirrors[k], entries[sums[mirrors[k]]]));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Solve<T>(Span<T> values)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (values.Length < _entryCount) throw new ArgumentException("The values are fewer than the pattern has entries.");
            ref T first = ref MemoryMarshal.GetReference(values);
            foreach (var (entry, mirror, left) in _edges)
            {
                T value = Unsafe.Add(ref first, entry);
                Unsafe.Add(ref first, mirror) = value;
                if (left >= 0) Unsafe.Add(ref first, left) -= value;
            }
        }

        /// <summary>For each entry the number of the sum that has it.</summary>
        private static int[] Sums(SparsityPattern pattern, int[] colors, out int count)
        {
            var sums = new int[colors.Length];
            var sumOfColor = new int[colors.Length == 0 ? 0 : colors.Max() + 1];
            var rowOfColor = new int[sumOfColor.Length];
            Array.Fill(rowOfColor, -1);
            count = 0;
            for (int row = 0; row < pattern.RowCount; row++)
            {
                for (int k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                {
                    if (rowOfColor[colors[k]] != row) (rowOfColor[colors[k]], sumOfColor[colors[k]]) = (row, count++);
                    sums[k] = sumOfColor[colors[k]];
                }
            }

            return sums;
        }

        /// <summary>The entries that are the last of their sums, in an order in which they become that: of an edge one side.</summary>
        private static int[] Order(int[] sums, int sumCount, int[] mirrors)
        {
            // Of those that are left in a sum, their number and all their numbers by exclusive or: of one it is the number.
            int[] left = new int[sumCount], which = new int[sumCount];
            for (int k = 0; k < sums.Length; k++)
            {
                left[sums[k]]++;
                which[sums[k]] ^= k;
            }

            var order = new List<int>(sums.Length);
            var ready = new Queue<int>();
            for (int sum = 0; sum < sumCount; sum++)
            {
                if (left[sum] == 1) ready.Enqueue(sum);
            }

            while (ready.TryDequeue(out int sum))
            {
                if (left[sum] != 1) continue;
                int k = which[sum], mirror = mirrors[k], other = sums[mirror];
                order.Add(k);
                left[sum] = 0;
                if (mirror == k) continue;
                left[other]--;
                which[other] ^= mirror;
                if (left[other] == 1) ready.Enqueue(other);
            }

            return [.. order];
        }
    }
}
