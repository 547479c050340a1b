namespace Autograd.Tests.Diagnostics.Formulas;

/// <summary>
/// The functions of windows, from their textbook definitions: sums over all pairs of a window and an element that it reads, written
/// without a thought of speed. They share nothing with the kernels of the library.
/// </summary>
/// <param name="attributes">What stands behind the operands: a number across, and one down where it differs.</param>
/// <param name="channel">The lengths of a channel, where they are stated.</param>
internal sealed class FormulaWindows(IReadOnlyDictionary<string, (int? Down, int Across)> attributes, int[] channel)
{
    private int _rank = 3;

    /// <summary>A function of these operands; null where there is none of this name.</summary>
    public Grid? Apply(string word, List<Grid> a)
    {
        _rank = a.Max(x => Math.Max(x.Rank, _rank));
        return word switch
        {
            "conv" => Convolve(a[0], a[1]),
            "convtranspose" => Transpose(a[0], a[1]),
            "correlate" => Correlate(a[0], a[1]),
            "maxpool" => Grid.Of(Pooled(a[0]), to => Window(Lengths(a[0]), to).Select(a[0].At).MaxBy(x => x.Value)),
            "avgpool" => Grid.Of(Pooled(a[0]), to => Window(Lengths(a[0]), to).Select(a[0].At).Aggregate((Number)0, (x, y) => x + y) / Divisor(Lengths(a[0]), to)),
            "argmaxpool" => Grid.Of(Pooled(a[0]), to => Place(Lengths(a[0]), Largest(a[0], to))),
            "unpool" => Unpool(a[0], a[1]),
            "unpoolpick" => Grid.Of([.. Lengths(a[0])[..^(a[1].Rank - 2)], .. Lengths(a[1])[2..]], to => Picked(a[0], a[1], to)),
            "maxunpool" => MaxUnpool(a[0], a[1]),
            "maxpick" => Grid.Of(Pooled(a[0]), to => a[1].At(Largest(a[0], to))),
            "avgunpool" => AverageUnpool(a[0]),
            _ => null,
        };
    }

    private int Groups => attributes.TryGetValue("groups", out var groups) ? groups.Across : 1;

    /// <summary>The dimensions along which windows lie.</summary>
    private IEnumerable<int> Places => Enumerable.Range(2, _rank - 2);

    /// <summary>y[n, o, i] = Σ w[o, c, k] x[n, c, i · stride − padding + k · dilation], c counted from the first channel of o's group.</summary>
    private Grid Convolve(Grid x, Grid w)
    {
        int[] from = Lengths(x), kernel = Lengths(w);
        int[] to = [from[0], kernel[0], .. Places.Select(d => ((from[d] + (2 * Padding(d)) - 1 - ((kernel[d] - 1) * Dilation(d))) / Stride(d)) + 1)];
        var y = new Table(to);
        foreach (var (i, k, j) in Meetings(from, kernel, to)) y[j] += w.At(k) * x.At(i);
        return y.ToGrid();
    }

    /// <summary>What was read with a weight gets the cotangent of what it was added to, times the weight.</summary>
    private Grid Transpose(Grid cotangent, Grid w)
    {
        int[] to = Lengths(cotangent), kernel = Lengths(w);
        int[] from = [to[0], kernel[1] * Groups, .. To(d => ((to[d] - 1) * Stride(d)) + ((kernel[d] - 1) * Dilation(d)) + 1 - (2 * Padding(d)))];
        var x = new Table(from);
        foreach (var (i, k, j) in Meetings(from, kernel, to)) x[i] += w.At(k) * cotangent.At(j);
        return x.ToGrid();
    }

    /// <summary>A weight gets the cotangents of what it was added to, times what it met there.</summary>
    private Grid Correlate(Grid x, Grid cotangent)
    {
        int[] from = Lengths(x), to = Lengths(cotangent);
        int[] kernel = [to[1], from[1] / Groups, .. To(d => ((from[d] + (2 * Padding(d)) - 1 - ((to[d] - 1) * Stride(d))) / Dilation(d)) + 1)];
        var w = new Table(kernel);
        foreach (var (i, k, j) in Meetings(from, kernel, to)) w[k] += x.At(i) * cotangent.At(j);
        return w.ToGrid();
    }

    /// <summary>All places of an element, of a weight and of a result that meet in a convolution.</summary>
    private IEnumerable<(int[] From, int[] Kernel, int[] To)> Meetings(int[] from, int[] kernel, int[] to)
    {
        foreach (int[] j in Grid.Positions(to))
        {
            foreach (int[] k in Grid.Positions([1, .. kernel[1..]]))
            {
                int group = j[1] / (kernel[0] / Groups);
                int[] i = [j[0], (group * kernel[1]) + k[1], .. Places.Select(d => (j[d] * Stride(d)) - Padding(d) + (k[d] * Dilation(d)))];
                if (Places.All(d => i[d] >= 0 && i[d] < from[d])) yield return (i, [j[1], .. k[1..]], j);
            }
        }
    }

    private int[] Pooled(Grid x)
    {
        int[] from = Lengths(x);
        return [.. from[..2], .. Places.Select(d =>
        {
            if (IsAdaptive(d)) return Windows(d);
            int free = from[d] + (2 * Padding(d)) - ((Length(d) - 1) * Dilation(d)) - 1;
            if (!HasCeiling(d)) return (free / Stride(d)) + 1;
            int count = ((free + Stride(d) - 1) / Stride(d)) + 1;
            return (count - 1) * Stride(d) >= from[d] + Padding(d) ? count - 1 : count;
        })];
    }

    /// <summary>The elements that a window looks at, row by row.</summary>
    private int[][] Window(int[] from, int[] to)
    {
        int[][] places = [.. Places.Select(d => Reach(from, to, d).Where(i => i >= 0 && i < from[d]).ToArray())];
        return [.. Grid.Positions([.. places.Select(p => p.Length)]).Select(p => (int[])[to[0], to[1], .. p.Select((k, d) => places[d][k])])];
    }

    /// <summary>Where a window looks along a dimension, be there an element or not.</summary>
    private IEnumerable<int> Reach(int[] from, int[] to, int d)
    {
        if (!IsAdaptive(d)) return Enumerable.Range(0, Length(d)).Select(k => (to[d] * Stride(d)) - Padding(d) + (k * Dilation(d)));
        int first = to[d] * from[d] / Windows(d), end = (int)Math.Ceiling((to[d] + 1) * from[d] / (double)Windows(d));
        return Enumerable.Range(first, end - first);
    }

    /// <summary>What a sum is divided by: where padding counts as zeros, all that lies within it.</summary>
    private int Divisor(int[] from, int[] to)
    {
        bool counts = attributes.ContainsKey("zeros");
        return Places.Aggregate(1, (size, d) => size * Reach(from, to, d).Count(i => counts ? i < from[d] + Padding(d) : i >= 0 && i < from[d]));
    }

    /// <summary>The number of an element among all of its channel.</summary>
    private int Place(int[] from, int[] position) => Places.Aggregate(0, (place, d) => (place * from[d]) + position[d]);

    private static int[] Position(int[] lengths, int place)
    {
        int[] position = new int[lengths.Length];
        for (int d = lengths.Length - 1; d >= 0; d--) (place, position[d]) = Math.DivRem(place, lengths[d]);
        return position;
    }

    /// <summary>Each element at the place in its channel that an index names; of several the last.</summary>
    private Grid Unpool(Grid x, Grid indices)
    {
        int[] own = Lengths(x), shared = Lengths(indices);
        var result = new Table([.. own[..^(indices.Rank - 2)], .. channel]);
        foreach (int[] from in Grid.Positions(own)) result[[.. from[..^(indices.Rank - 2)], .. Position(channel, (int)indices.At(from[^shared.Length..]).Value)]] = x.At(from);
        return result.ToGrid();
    }

    /// <summary>The element at the place that an index names, 0 where a later index names it, too.</summary>
    private Number Picked(Grid x, Grid indices, int[] to)
    {
        int[] shared = Lengths(indices), own = to[^shared.Length..], lengths = Lengths(x)[^(shared.Length - 2)..];
        int place = (int)indices.At(own).Value;
        bool isLast = !Grid.Positions(shared).SkipWhile(p => !p.SequenceEqual(own)).Skip(1).Any(p => p[0] == own[0] && p[1] == own[1] && (int)indices.At(p).Value == place);
        return isLast ? x.At([.. to[..^(shared.Length - 2)], .. Position(lengths, place)]) : 0;
    }

    private Grid MaxUnpool(Grid x, Grid cotangent)
    {
        var result = new Table(Lengths(x));
        foreach (int[] to in Grid.Positions(Pooled(x))) result[Largest(x, to)] += cotangent.At(to);
        return result.ToGrid();
    }

    private Grid AverageUnpool(Grid cotangent)
    {
        int[] to = Lengths(cotangent), from = [.. to[..2], .. To(d => ((to[d] - 1) * Stride(d)) + ((Length(d) - 1) * Dilation(d)) + 1 - (2 * Padding(d)))];
        var result = new Table(from);
        foreach (int[] j in Grid.Positions(to))
        {
            foreach (int[] i in Window(from, j)) result[i] += cotangent.At(j) / Divisor(from, j);
        }

        return result.ToGrid();
    }

    /// <summary>The place of the largest element of a window, the first among equals.</summary>
    private int[] Largest(Grid x, int[] to) => Window(Lengths(x), to).Aggregate((best, next) => x.At(next).Value > x.At(best).Value ? next : best);

    private bool IsAdaptive(int dimension) => attributes.ContainsKey(Prefix(dimension) + "windows") || Length(dimension) == 0;

    private bool HasCeiling(int dimension) => At("ceiling", dimension, 0) == 1;

    private int Windows(int dimension) => At("windows", dimension, At("stride", dimension, 1));

    private int Length(int dimension) => At("window", dimension, 1);

    private int Stride(int dimension) => At("stride", dimension, Length(dimension));

    private int Padding(int dimension) => At("padding", dimension, At("zeros", dimension, 0));

    private int Dilation(int dimension) => At("dilation", dimension, 1);

    /// <summary>The lengths that "to" states, a single one beside a height of 1; else those that the windows just cover.</summary>
    private int[] To(Func<int, int> covered)
    {
        if (!attributes.TryGetValue("to", out var to)) return [.. Places.Select(covered)];
        return _rank == 3 ? [to.Across] : [to.Down ?? 1, to.Across];
    }

    /// <summary>An attribute in a dimension; the last dimension is across, slices are named.</summary>
    private int At(string name, int dimension, int otherwise)
    {
        if (!attributes.TryGetValue(Prefix(dimension) + name, out var value)) return otherwise;
        return dimension == _rank - 1 ? value.Across : value.Down ?? value.Across;
    }

    private string Prefix(int dimension) => _rank == 5 && dimension == 2 ? "slices " : "";

    /// <summary>A number alone has as many dimensions as what it stands beside.</summary>
    private int[] Lengths(Grid x) => x.IsScalar ? [.. Enumerable.Repeat(1, _rank)] : x.Lengths;

    /// <summary>Numbers to add to.</summary>
    private sealed class Table(int[] lengths)
    {
        private readonly Number[] _items = new Number[lengths.Aggregate(1, (a, b) => a * b)];

        public Number this[int[] position]
        {
            get => _items[Index(position)];
            set => _items[Index(position)] = value;
        }

        public Grid ToGrid() => new(lengths, _items);

        private int Index(int[] position)
        {
            int index = 0;
            for (int d = 0; d < lengths.Length; d++) index = (index * lengths[d]) + position[d];
            return index;
        }
    }
}
