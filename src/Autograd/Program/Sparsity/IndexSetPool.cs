namespace Autograd;

/// <summary>
/// Sets of indices of a function's argument, each kept once as ascending numbers and named by a number of its own: 0 is the empty set, 1 + i the
/// set of i alone. What is contained in another set is not kept anew, so that the memory follows the entries that a pattern has.
/// </summary>
internal sealed class IndexSetPool
{
    public const int Empty = 0;

    /// <summary>How many entries all sets have together at most.</summary>
    public const int MostEntries = 1 << 30;

    private const int Remembered = 1 << 12;

    private readonly (int A, int B, int Union)[] _recent = new (int, int, int)[Remembered];
    private readonly int[] _seen;
    private int[] _starts;
    private int[] _indices;
    private int[] _gathered = new int[64];
    private int _count, _gatheredCount, _turn, _largest;

    /// <summary>The sets of none and of each one index.</summary>
    /// <param name="length">The number of indices there are.</param>
    public IndexSetPool(int length)
    {
        Length = length;
        _seen = new int[length];
        _starts = new int[length + 64];
        _indices = new int[length + 64];
        for (int i = 0; i < length; i++)
        {
            _indices[i] = i;
            _starts[i + 1] = i;
        }

        _count = length + 1;
        _starts[_count] = length;
    }

    /// <summary>How many indices there are.</summary>
    public int Length { get; }

    /// <summary>The indices of a set, ascending.</summary>
    public ReadOnlySpan<int> this[int set] => _indices.AsSpan(_starts[set], _starts[set + 1] - _starts[set]);

    /// <summary>The set of what is in either.</summary>
    public int Union(int a, int b)
    {
        if (a == b || b == Empty) return a;
        if (a == Empty) return b;
        ref (int A, int B, int Union) known = ref _recent[(int)(((uint)a * 0x9E3779B1u) ^ ((uint)b * 0x85EBCA77u)) & (Remembered - 1)];
        if (known.A != a || known.B != b) known = (a, b, Merge(a, b));
        return known.Union;
    }

    /// <summary>Begins a set that is the union of many.</summary>
    public void Begin()
    {
        _turn++;
        _gatheredCount = 0;
        _largest = Empty;
    }

    /// <summary>Adds the indices of a set to the one begun.</summary>
    public void Add(int set)
    {
        if (set == _largest) return;
        ReadOnlySpan<int> indices = this[set];
        if (indices.Length > this[_largest].Length) _largest = set;
        if (_gathered.Length - _gatheredCount < indices.Length) PlainArray.Grow(ref _gathered, _gatheredCount + indices.Length);
        foreach (int index in indices)
        {
            if (_seen[index] == _turn) continue;
            _seen[index] = _turn;
            _gathered[_gatheredCount++] = index;
        }
    }

    /// <summary>The set begun.</summary>
    public int End()
    {
        if (_gatheredCount == this[_largest].Length) return _largest;
        Span<int> gathered = _gathered.AsSpan(0, _gatheredCount);
        int start = Reserve(_gatheredCount), low = int.MaxValue, high = 0;
        foreach (int index in gathered)
        {
            low = Math.Min(low, index);
            high = Math.Max(high, index);
        }

        // Many of a range are read off in order; few are sorted.
        if (high - low < 16L * gathered.Length)
        {
            int place = start;
            for (int index = low; index <= high; index++)
            {
                if (_seen[index] == _turn) _indices[place++] = index;
            }
        }
        else
        {
            gathered.Sort();
            gathered.CopyTo(_indices.AsSpan(start));
        }

        return Keep(start + gathered.Length);
    }

    private int Merge(int a, int b)
    {
        int start = Reserve((long)this[a].Length + this[b].Length), place = start, i = 0, j = 0;
        ReadOnlySpan<int> left = this[a], right = this[b];
        while (i < left.Length && j < right.Length)
        {
            int x = left[i], y = right[j];
            _indices[place++] = Math.Min(x, y);
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }

        left[i..].CopyTo(_indices.AsSpan(place));
        place += left.Length - i;
        right[j..].CopyTo(_indices.AsSpan(place));
        place += right.Length - j;
        return place - start == left.Length ? a : place - start == right.Length ? b : Keep(place);
    }

    /// <summary>Where the next set begins, with room for so many.</summary>
    private int Reserve(long count)
    {
        int start = _starts[_count];
        if (start + count > MostEntries) throw SparsityErrors.TooManyEntries("SparsityPattern");
        if (_indices.Length < start + count) PlainArray.Grow(ref _indices, (int)(start + count));
        return start;
    }

    private int Keep(int end)
    {
        if (_count + 1 == _starts.Length) PlainArray.Grow(ref _starts, _count + 2);
        _starts[_count + 1] = end;
        return _count++;
    }
}
