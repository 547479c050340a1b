namespace Autograd.Tests.Differentiation.Sparse;

/// <summary>Functions whose derivatives have patterns that are known, with the fewest passes that there can be.</summary>
internal static class SparseProblems
{
    public const int GridSide = 20;

    /// <summary>Residuals: the function, its number of unknowns, and the passes of its Jacobian.</summary>
    public static IReadOnlyDictionary<string, (Func<Variable<double>, Variable<double>> Function, int Count, int Passes)> Residuals { get; } =
        new Dictionary<string, (Func<Variable<double>, Variable<double>>, int, int)>
        {
            ["tridiagonal"] = (Tridiagonal, 300, 3),
            ["pentadiagonal"] = (Pentadiagonal, 200, 5),
            ["5-point Laplacian"] = (FivePoints, GridSide * GridSide, 5),
            ["arrowhead"] = (x => Arrowhead(x), 120, 120),
            ["block diagonal"] = (Blocks, 100, 4),
            ["bipartite"] = (Bipartite, 60, 2),
            ["random"] = (Random, 150, 9),
            ["chain of masses"] = (Chain, 100, 6),
        };

    /// <summary>Scalar functions: the passes of their Hessians by star and by acyclic coloring.</summary>
    public static IReadOnlyDictionary<string, (Func<Variable<double>, Variable<double>> Function, int Count, int Star, int Acyclic)> Energies { get; } =
        new Dictionary<string, (Func<Variable<double>, Variable<double>>, int, int, int)>
        {
            ["tridiagonal"] = (x => (x[..^1] * x[1..].Square()).Sum() + x.Square().Sum(), 300, 3, 2),
            ["pentadiagonal"] = (x => (x[..^2] * x[1..^1] * x[2..]).Sum() + x.Square().Sum(), 200, 5, 3),
            ["5-point Laplacian"] = (Grid, GridSide * GridSide, 5, 3),
            ["arrowhead"] = (x => (x[..1] * x[1..].Square()).Sum() + x.Square().Sum(), 500, 2, 2),
            ["block diagonal"] = (x => x.Reshape(25, 4).Product([1], keep: false).Sum() + x.Square().Sum(), 100, 4, 4),
            ["bipartite"] = (x => x[..30].Reshape(30, 1).MatMul(x[30..34].Reshape(1, 4)).Square().Sum() + x.Square().Sum(), 34, 5, 5),
            ["random"] = (Couplings, 150, 8, 4),
            ["chain of masses"] = (x => (x.Reshape(50, 2)[..^1] - x.Reshape(50, 2)[1..]).Norm([1], keep: false).Square().Square().Sum() + x.Square().Sum(), 100, 6, 4),
        };

    public static double[] Point(int count) => [.. Enumerable.Range(0, count).Select(i => 0.5 + (((i * 37) % 101) / 64.0))];

    public static Variable<double> Tridiagonal(Variable<double> x) => (Shifted(x, 1) * x) - (x.Square() * 2) + Shifted(x, -1).Sin();

    private static Variable<double> Pentadiagonal(Variable<double> x) =>
        Shifted(x, 2) - (Shifted(x, 1) * 4) + (x.Exp() * 6) - (Shifted(x, -1) * x * 4) + Shifted(x, -2).Square();

    /// <summary>−Δu + u³ on a square.</summary>
    private static Variable<double> FivePoints(Variable<double> x)
    {
        Variable<double> u = x.Reshape(GridSide, GridSide), inner = u.Pad(0, 1, 1).Pad(1, 1, 1);
        int n = GridSide;
        Variable<double> around = inner.Slice(0, 0, n).Slice(1, 1, n) + inner.Slice(0, 2, n).Slice(1, 1, n) + inner.Slice(0, 1, n).Slice(1, 0, n) + inner.Slice(0, 1, n).Slice(1, 2, n);
        return (((u * 4) - around) + (u * u * u)).Flatten();
    }

    private static Variable<double> Arrowhead(Variable<double> x) =>
        x.Tape.Concatenate(0, x.Square().Sum().Reshape(1), x[1..].Exp() + (x[..1] * x[1..]));

    /// <summary>Each block of four by a matrix of its own.</summary>
    private static Variable<double> Blocks(Variable<double> x)
    {
        int blocks = x.Shape[0] / 4;
        Variable<double> matrices = x.Tape.Constant([.. Enumerable.Range(0, blocks * 16).Select(i => Math.Cos(i))], [blocks, 4, 4], "A");
        return x.Reshape(blocks, 1, 4).MatMul(matrices).Tanh().Flatten();
    }

    /// <summary>For each of 40 pairs, of one of the first 20 unknowns and one of the others: a product. Each unknown is in a few.</summary>
    private static Variable<double> Bipartite(Variable<double> x)
    {
        int[] left = [.. Enumerable.Range(0, 80).Select(i => i / 4)], right = [.. Enumerable.Range(0, 80).Select(i => 20 + (i * 7 % 40))];
        return x.Gather(0, left) * x.Gather(0, right).Sin();
    }

    /// <summary>Five random terms in each row.</summary>
    private static Variable<double> Random(Variable<double> x)
    {
        var random = new SplitMix64(3);
        int[] terms = [.. Enumerable.Range(0, 5 * 120).Select(_ => (int)(random.Next() % (ulong)x.Shape[0]))];
        return x.Gather(0, terms).Reshape(120, 5).Square().Sum([1], keep: false).Sqrt();
    }

    /// <summary>
    /// The equations of 34 masses in a row, held by 32 rods that carry forces λ: q′ = v and v′ = forces of rods by an implicit step, and the lengths of
    /// rods. Unknowns: q, v, λ.
    /// </summary>
    private static Variable<double> Chain(Variable<double> x)
    {
        const int masses = 34, rods = 32;
        Variable<double> q = x[..masses], v = x.Slice(0, masses, masses), force = x.Slice(0, 2 * masses, rods);
        Variable<double> lengths = q.Slice(0, 1, rods) - q.Slice(0, 0, rods), pulls = lengths * force;
        Variable<double> onMasses = pulls.Pad(0, 0, 2) - pulls.Pad(0, 1, 1);
        return x.Tape.Concatenate(0, q - (v * 0.1), v - (onMasses * 0.1) + (v * v.Abs() * 0.01), lengths.Square() - 1);
    }

    private static Variable<double> Grid(Variable<double> x)
    {
        Variable<double> u = x.Reshape(GridSide, GridSide);
        Variable<double> down = u[1..] - u[..^1], across = u.Slice(1, 1..) - u.Slice(1, ..^1);
        return (down.Square().Square().Sum() + across.Square().Square().Sum()) + u.Square().Sum();
    }

    private static Variable<double> Couplings(Variable<double> x)
    {
        var random = new SplitMix64(5);
        int[] first = [.. Enumerable.Range(0, 300).Select(_ => (int)(random.Next() % 150))], second = [.. Enumerable.Range(0, 300).Select(_ => (int)(random.Next() % 150))];
        return (x.Gather(0, first) * x.Gather(0, second).Square()).Sum();
    }

    /// <summary>Element i is x[i − by], 0 beyond the ends.</summary>
    private static Variable<double> Shifted(Variable<double> x, int by) =>
        by > 0 ? x[..^by].Pad(0, by, 0) : x[-by..].Pad(0, 0, -by);
}
