namespace Autograd;

/// <summary>Which places of a dimension each place of another one reads: compressed rows.</summary>
/// <param name="Starts">Where the list of each place begins; one more for the end of the last.</param>
/// <param name="Places">The lists, one after the other.</param>
internal readonly record struct Relation(int[] Starts, int[] Places)
{
    /// <summary>The number of places that read.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Each reads one place, or none where that is −1.</summary>
    public static Relation Taking(ReadOnlySpan<int> places)
    {
        var starts = new int[places.Length + 1];
        for (int i = 0; i < places.Length; i++) starts[i + 1] = starts[i] + (places[i] < 0 ? 0 : 1);
        var taken = new int[starts[^1]];
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0) taken[starts[i]] = places[i];
        }

        return new Relation(starts, taken);
    }

    /// <summary>Each of <paramref name="count"/> places reads what a function says.</summary>
    public static Relation Taking(int count, Func<int, int> place)
    {
        var places = new int[count];
        for (int i = 0; i < count; i++) places[i] = place(i);
        return Taking(places);
    }

    /// <summary>Each of <paramref name="count"/> places reads several.</summary>
    public static Relation Of(int count, Func<int, IEnumerable<int>> places)
    {
        var starts = new int[count + 1];
        var all = new List<int>();
        for (int i = 0; i < count; i++)
        {
            all.AddRange(places(i));
            starts[i + 1] = all.Count;
        }

        return new Relation(starts, [.. all]);
    }

    /// <summary>For each of <paramref name="count"/> places those that read it.</summary>
    public Relation Transposed(int count)
    {
        var starts = new int[count + 1];
        foreach (int place in Places) starts[place + 1]++;
        for (int i = 0; i < count; i++) starts[i + 1] += starts[i];
        var readers = new int[Places.Length];
        int[] next = [.. starts];
        for (int i = 0; i < Count; i++)
        {
            for (int k = Starts[i]; k < Starts[i + 1]; k++) readers[next[Places[k]]++] = i;
        }

        return new Relation(starts, readers);
    }
}
