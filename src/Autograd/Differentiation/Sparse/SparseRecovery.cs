using System.Numerics;

namespace Autograd;

/// <summary>
/// Where the entries of a pattern stand in the products with the derivative, one for each group of a coloring; by substitution, together with others
/// that are found before.
/// </summary>
internal sealed class SparseRecovery
{
    private readonly SparsityPattern _pattern;
    private readonly int[] _passStarts, _groupStarts, _members;
    private readonly (int Entry, int Place)[] _reads;
    private readonly Substitution? _substitution;

    public SparseRecovery(SparsityPattern pattern, SparsityCompression compression, ReadOnlySpan<int> groups, int passCount)
    {
        _pattern = pattern;
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
        (_passStarts, int[] entries) = Sorted(passes, passCount);
        _reads = Array.ConvertAll(entries, entry => (entry, places[entry]));
        (_groupStarts, _members) = Sorted(groups, passCount);
    }

    /// <summary>The rows or columns of a group, whose products are taken together.</summary>
    public ReadOnlySpan<int> MembersOf(int pass) => _members.AsSpan(_groupStarts[pass].._groupStarts[pass + 1]);

    /// <summary>Writes the entries that a product has.</summary>
    /// <param name="pass">Which product.</param>
    /// <param name="product">Its elements.</param>
    /// <param name="values">The entries of the pattern.</param>
    public void Read<T>(int pass, ReadOnlySpan<T> product, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // −0 tells within a walk what was cut off; here it is a zero like any other.
        foreach (var (entry, place) in _reads.AsSpan(_passStarts[pass].._passStarts[pass + 1])) values[entry] = product[place] + T.Zero;
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
    /// is that, and is subtracted at its other end. The order in which that is done follows from the pattern.
    /// </summary>
    private sealed class Substitution
    {
        private readonly int[] _sums, _order, _mirrors;
        private readonly int _sumCount;

        public Substitution(SparsityPattern pattern, int[] colors)
        {
            _mirrors = Mirrors(pattern);
            _sums = new int[colors.Length];
            var sumOfColor = new int[colors.Length == 0 ? 0 : colors.Max() + 1];
            var rowOfColor = new int[sumOfColor.Length];
            Array.Fill(rowOfColor, -1);
            for (int row = 0; row < pattern.RowCount; row++)
            {
                for (int k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                {
                    if (rowOfColor[colors[k]] != row) (rowOfColor[colors[k]], sumOfColor[colors[k]]) = (row, _sumCount++);
                    _sums[k] = sumOfColor[colors[k]];
                }
            }

            _order = Order();
        }

        public void Solve<T>(Span<T> values)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var rests = new T[_sumCount];
            for (int k = 0; k < _sums.Length; k++) rests[_sums[k]] = values[k];
            foreach (int k in _order)
            {
                int mirror = _mirrors[k];
                T value = rests[_sums[k]];
                values[k] = values[mirror] = value;
                if (mirror != k) rests[_sums[mirror]] -= value;
            }
        }

        private int[] Order()
        {
            // Of those that are left in a sum, their number and all their numbers by exclusive or: of one it is the number.
            int[] left = new int[_sumCount], which = new int[_sumCount];
            for (int k = 0; k < _sums.Length; k++)
            {
                left[_sums[k]]++;
                which[_sums[k]] ^= k;
            }

            var order = new List<int>(_sums.Length);
            var ready = new Queue<int>();
            for (int sum = 0; sum < _sumCount; sum++)
            {
                if (left[sum] == 1) ready.Enqueue(sum);
            }

            while (ready.TryDequeue(out int sum))
            {
                if (left[sum] != 1) continue;
                int k = which[sum], mirror = _mirrors[k], other = _sums[mirror];
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
