namespace Autograd.Tests.Diagnostics.Formulas;

/// <summary>The functions that formulas call, from their textbook definitions.</summary>
internal static class FormulaFunctions
{
    private static readonly Dictionary<string, Func<double, double>> Unary = new()
    {
        ["σ"] = Sigmoid,
        ["logσ"] = x => -Softplus(-x),
        ["tanh"] = Math.Tanh,
        ["exp"] = Math.Exp,
        ["ln"] = Math.Log,
        ["√"] = Math.Sqrt,
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["sinh"] = Math.Sinh,
        ["cosh"] = Math.Cosh,
        ["arctan"] = Math.Atan,
        ["relu"] = x => Math.Max(x, 0),
        ["softplus"] = Softplus,
        ["silu"] = x => x * Sigmoid(x),
        ["gelu"] = x => x * Distribution(x),
        ["gelutanh"] = x => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        ["erf"] = Erf,
        ["erfc"] = x => 1 - Erf(x),
        ["Φ"] = Distribution,
        ["logΦ"] = x => Math.Log(Distribution(x)),
        ["φ"] = x => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI),
        ["expm1"] = x => Math.Exp(x) - 1,
        ["log1p"] = x => Math.Log(1 + x),
        ["log2"] = Math.Log2,
        ["log10"] = Math.Log10,
        ["exp2"] = x => Math.Pow(2, x),
        ["rsqrt"] = x => 1 / Math.Sqrt(x),
        ["arcsin"] = Math.Asin,
        ["arccos"] = Math.Acos,
        ["arsinh"] = Math.Asinh,
        ["arcosh"] = Math.Acosh,
        ["artanh"] = Math.Atanh,
        ["logit"] = x => Math.Log(x / (1 - x)),
        ["softsign"] = x => x / (1 + Math.Abs(x)),
        ["hardsigmoid"] = x => Math.Clamp((x + 3) / 6, 0, 1),
        ["hardswish"] = x => x * Math.Clamp((x + 3) / 6, 0, 1),
        ["hardswish′"] = x => x <= -3 ? 0 : x >= 3 ? 1 : ((2 * x) + 3) / 6,
        ["mish"] = x => x * Math.Tanh(Softplus(x)),
        ["abs"] = Math.Abs,
        ["stop"] = x => x,
        ["sign"] = x => Math.Sign(x),
        ["floor"] = Math.Floor,
        ["ceiling"] = Math.Ceiling,
        ["round"] = x => Math.Round(x, MidpointRounding.ToEven),
    };

    private static readonly Dictionary<string, Func<double[], double>> Joint = new()
    {
        ["hypot"] = x => Math.Sqrt((x[0] * x[0]) + (x[1] * x[1])),
        ["atan2"] = x => Math.Atan2(x[0], x[1]),
        ["logaddexp"] = x => Math.Log(Math.Exp(x[0]) + Math.Exp(x[1])),
        ["huber"] = x => Math.Abs(x[0]) <= x[1] ? x[0] * x[0] / 2 : x[1] * (Math.Abs(x[0]) - (x[1] / 2)),
        ["shareofsum"] = x => double.IsNegativeInfinity(x[0]) ? 0 : Sigmoid(x[0] - x[1]),
        ["mod"] = x => x[0] - (x[1] * Math.Floor(x[0] / x[1])),
        ["lerp"] = x => x[0] + (x[2] * (x[1] - x[0])),
        ["prelu"] = x => x[0] > 0 ? x[0] : x[0] * x[1],
        ["hardtanh"] = x => Math.Clamp(x[0], x[1], x[2]),
        ["celu"] = x => x[0] > 0 ? x[0] : x[1] * (Math.Exp(x[0] / x[1]) - 1),
        ["celu′"] = x => x[0] > 0 ? 1 : Math.Exp(x[0] / x[1]),
        ["max"] = x => Math.Max(x[0], x[1]),
        ["min"] = x => Math.Min(x[0], x[1]),
        ["share"] = x => x[0] > x[1] ? 1 : x[0] < x[1] ? 0 : 0.5,
        ["signedpower"] = x => Math.CopySign(Math.Pow(Math.Abs(x[0]), x[1]), x[0]),
        ["xlogy"] = x => x[0] == 0 ? 0 : x[0] * Math.Log(x[1]),
        ["where"] = x => x[0] != 0 ? x[1] : x[2],
        ["leakyrelu"] = x => x[0] > 0 ? x[0] : x[0] * x[1],
        ["elu"] = x => x[0] > 0 ? x[0] : x[1] * (Math.Exp(x[0]) - 1),
        ["elu′"] = x => x[0] > 0 ? 1 : x[1] * Math.Exp(x[0]),
        ["clamp"] = x => Math.Min(Math.Max(x[0], x[1]), x[2]),
    };

    public static Grid Apply(string word, List<Grid> a, string? range)
    {
        if (Unary.TryGetValue(word, out var f)) return Assert.Single(a).Apply(f);
        if (Joint.TryGetValue(word, out var g)) return Grid.Join(x => Number.Of(g, x), [.. a]);
        string[] parts = word.Split('_');
        string? suffix = parts.ElementAtOrDefault(1);
        int[] Whole(int from) => [.. a.Skip(from).Select(x => (int)x.Scalar)];
        switch (parts[0])
        {
            case "ones":
                return Grid.Of(Whole(0), _ => 1);
            case "broadcast":
                return Grid.Of(Whole(1), a[0].At);
            case "reshape":
                return new Grid(Whole(1), a[0].Items);
            case "vec":
                return new Grid([a[0].Items.Length], a[0].Items);
            case "column":
                return new Grid([a[0].Items.Length, 1], a[0].Items);
            case "softmax":
                return Softmax(a[0], Dimensions(suffix, a[0].Rank, whole: false));
            case "logsoftmax":
                return LogSoftmax(a[0], Dimensions(suffix, a[0].Rank, whole: false));
            case "permute":
                return Permute(a[0], Whole(1));
            case "concat":
                return Concatenate(a, Dimensions(suffix, a.Max(x => x.Rank), whole: false)[0]);
            case "gather":
                return Gather(a[0], Dimensions(suffix, a[0].Rank, whole: false)[0], a[1]);
            case "scatter":
                return Scatter(a[0], Dimensions(suffix, a[0].Rank, whole: false)[0], a[1], (int)a[2].Scalar);
            case "pick":
                return Pick(a[0], Dimensions(suffix, a[0].Rank, whole: false)[0], a[1]);
            case "onehot":
                return OneHot(a.Count > 2 ? a[0].Apply(t => t == a[2].Scalar ? -1 : t) : a[0], Dimensions(suffix, a[0].Rank + 1, whole: false)[0], (int)a[1].Scalar);
            case "embed":
                return Embed(a[0], range!, (int)a[1].Scalar);
            case "cumsum":
                return Scan(a[0], Dimensions(suffix, a[0].Rank, whole: false), items => Sum(items));
            case "cumsumrev":
                return Reversed(Scan(Reversed(a[0], suffix), Dimensions(suffix, a[0].Rank, whole: false), items => Sum(items)), suffix);
            case "cumprod":
                return Scan(a[0], Dimensions(suffix, a[0].Rank, whole: false), items => items.Aggregate((Number)1, (x, y) => x * y));
            case "argmax":
                return Place(a[0], Dimensions(suffix, a[0].Rank, whole: false), values => Array.IndexOf(values, values.Max()));
            case "argmin":
                return Place(a[0], Dimensions(suffix, a[0].Rank, whole: false), values => Array.IndexOf(values, values.Min()));
            default:
                return FormulaMovements.Apply(parts[0], suffix, a) ?? throw new UnknownFunctionException(word);
        }
    }

    /// <summary>The dimensions that a suffix names; without one all of them, or the last.</summary>
    public static int[] Dimensions(string? suffix, int rank, bool whole) => suffix switch
    {
        null => whole ? [.. Enumerable.Range(0, rank)] : [Math.Max(rank - 1, 0)],
        "rows" => [0],
        "cols" => [1],
        _ => [.. suffix.Select(c => c - '0')],
    };

    public static Grid Reduce(string symbol, Grid x, int[] dimensions) => x.Reduce(dimensions, symbol switch
    {
        "Σ" => Sum,
        "max" => Largest,
        "min" => items => -Largest([.. items.Select(x => -x)]),
        "norm" => items => Number.Of(v => Math.Sqrt(v.Sum(y => y * y)), items),
        ['p', 'n', 'o', 'r', 'm', .. var order] => items => Number.Of(v => Math.Pow(v.Sum(y => Math.Pow(Math.Abs(y), double.Parse(order, System.Globalization.CultureInfo.InvariantCulture))), 1 / double.Parse(order, System.Globalization.CultureInfo.InvariantCulture)), items),
        ['v', 'a', 'r', .. var correction] => items => Number.Of(v => Variance(v, correction), items),
        ['s', 't', 'd', .. var correction] => items => Number.Of(v => Math.Sqrt(Variance(v, correction)), items),
        _ => items => items.Length == 0 ? double.NegativeInfinity : Number.Of(v => v.Max() + Math.Log(v.Sum(y => Math.Exp(y - v.Max()))), items),
    });

    public static Grid Gather(Grid x, int dimension, Grid indices)
    {
        if (x.IsScalar) return Grid.Of(indices.Lengths, x.At);
        int[] lengths = [.. x.Lengths[..dimension], .. indices.Lengths, .. x.Lengths[(dimension + 1)..]];
        return Grid.Of(lengths, p => x.At([.. p[..dimension], (int)indices.At(p[dimension..(dimension + indices.Rank)]).Value, .. p[(dimension + indices.Rank)..]]));
    }

    public static Grid Slice(Grid x, string index)
    {
        var (dimension, start, length, step) = Range(index);
        int[] lengths = [.. x.Lengths];
        lengths[dimension] = length ?? throw new FormatException(index);
        return Grid.Of(lengths, p => x.At([.. p[..dimension], start + (p[dimension] * step), .. p[(dimension + 1)..]]));
    }

    private static Grid Embed(Grid x, string index, int length)
    {
        var (dimension, start, _, step) = Range(index);
        if (x.IsScalar) return Grid.Of([length], p => p[0] == start ? x.Items[0] : 0);
        int[] own = x.Lengths, lengths = [.. own];
        lengths[dimension] = length;
        return Grid.Of(lengths, p =>
        {
            int k = (p[dimension] - start) / step;
            bool hit = (p[dimension] - start) % step == 0 && k >= 0 && k < own[dimension];
            return hit ? x.At([.. p[..dimension], k, .. p[(dimension + 1)..]]) : 0;
        });
    }

    private static (int Dimension, int Start, int? Length, int Step) Range(string index)
    {
        string[] parts = index.Split(", ");
        string last = parts[^1].Replace('−', '-');
        if (last.Contains("..", StringComparison.Ordinal))
        {
            string[] ends = last.Split("..");
            int start = int.Parse(ends[0], null);
            return (parts.Length - 1, start, ends[1].Length == 0 ? null : int.Parse(ends[1], null) - start, 1);
        }

        string[] numbers = last.Split(':');
        return (parts.Length - 1, int.Parse(numbers[0], null), numbers[1].Length == 0 ? null : int.Parse(numbers[1], null), int.Parse(numbers[2], null));
    }

    private static Grid Softmax(Grid x, int[] dimensions)
    {
        if (x.IsScalar) return 1;
        Grid shifted = Grid.Join(v => Number.Of(e => double.IsNegativeInfinity(e[0]) ? 0 : Math.Exp(e[0] - e[1]), v), x, x.Reduce(dimensions, Largest));
        return Grid.Join(v => v[1].Value == 0 ? 0 : v[0] / v[1], shifted, shifted.Reduce(dimensions, Sum));
    }

    private static Grid LogSoftmax(Grid x, int[] dimensions) =>
        x.IsScalar ? 0 : Grid.Join(v => v[0] - v[1], x, Reduce("logsumexp", x, dimensions));

    private static Grid Permute(Grid x, int[] order)
    {
        var position = new int[order.Length];
        return Grid.Of([.. order.Select(d => x.Lengths[d])], p =>
        {
            for (int k = 0; k < order.Length; k++) position[order[k]] = p[k];
            return x.At(position);
        });
    }

    private static Grid Concatenate(List<Grid> parts, int dimension)
    {
        int[] own = [.. parts.Select(p => p.IsScalar ? 1 : p.Lengths[dimension])];
        int[] lengths = [.. parts.MaxBy(p => p.Rank)!.Lengths];
        if (lengths.Length == 0) lengths = [.. Enumerable.Repeat(1, dimension + 1)];
        lengths[dimension] = own.Sum();
        return Grid.Of(lengths, p =>
        {
            int k = 0, at = p[dimension];
            while (at >= own[k]) at -= own[k++];
            return parts[k].At([.. p[..dimension], at, .. p[(dimension + 1)..]]);
        });
    }

    private static Grid Scatter(Grid x, int dimension, Grid indices, int length)
    {
        int[] lengths = [.. x.Lengths[..dimension], length, .. x.Lengths[(dimension + indices.Rank)..]];
        return Grid.Of(lengths, p => Sum([.. Grid.Positions(indices.Lengths)
            .Where(q => (int)indices.At(q).Value == p[dimension])
            .Select(q => x.At([.. p[..dimension], .. q, .. p[(dimension + 1)..]]))]));
    }

    /// <summary>What all elements up to each place make together.</summary>
    private static Grid Scan(Grid x, int[] dimensions, Func<Number[], Number> f) => x.IsScalar ? x : Grid.Of(x.Lengths, p =>
        f([.. Enumerable.Range(0, p[dimensions[0]] + 1).Select(k => x.At([.. p[..dimensions[0]], k, .. p[(dimensions[0] + 1)..]]))]));

    private static Grid Reversed(Grid x, string? suffix)
    {
        int d = Dimensions(suffix, x.Rank, whole: false)[0];
        return x.IsScalar ? x : Grid.Of(x.Lengths, p => x.At([.. p[..d], x.Lengths[d] - 1 - p[d], .. p[(d + 1)..]]));
    }

    /// <summary>Where the element is that is looked for along a dimension, which goes.</summary>
    private static Grid Place(Grid x, int[] dimensions, Func<double[], int> find)
    {
        if (x.IsScalar) return 0;
        int d = dimensions[0];
        return Grid.Of([.. x.Lengths[..d], .. x.Lengths[(d + 1)..]], p => find([.. Enumerable.Range(0, x.Lengths[d]).Select(k => x.At([.. p[..d], k, .. p[d..]]).Value)]));
    }

    private static Number Sum(Number[] items) => items.Aggregate((Number)0, (a, b) => a + b);

    private static Number Largest(Number[] items) => items.Length == 0 ? double.NegativeInfinity : items.MaxBy(x => x.Value);

    private static Grid Pick(Grid x, int dimension, Grid indices) =>
        x.IsScalar ? x : Grid.Of([.. x.Lengths[..dimension], .. x.Lengths[(dimension + 1)..]], p => x.At([.. p[..dimension], (int)indices.At(p).Value, .. p[dimension..]]));

    private static Grid OneHot(Grid indices, int dimension, int length) =>
        Grid.Of([.. indices.Lengths[..dimension], length, .. indices.Lengths[dimension..]], p => (int)indices.At([.. p[..dimension], .. p[(dimension + 1)..]]).Value == p[dimension] ? 1 : 0);

    private static double Distribution(double x) => (1 + Erf(x / Math.Sqrt(2))) / 2;

    private static double Variance(double[] x, string correction) =>
        x.Sum(y => (y - x.Average()) * (y - x.Average())) / (x.Length - (correction.Length == 0 ? 0 : int.Parse(correction, null)));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>The error function by its series with positive terms, 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!.</summary>
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6) return Math.Sign(x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}

/// <summary>A formula calls a function whose definition the reader has not been given.</summary>
internal sealed class UnknownFunctionException(string word) : Exception($"There is no function '{word}'.");
