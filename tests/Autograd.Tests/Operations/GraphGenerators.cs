using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Tests.Operations;

/// <summary>One step of a random program: which operation, and which earlier nodes (modulo their number) it takes.</summary>
public readonly record struct Step(int Operation, int First, int Second, int Third);

/// <summary>A random program over [2, 3] matrices: three leaves, then steps whose operands are any earlier nodes.</summary>
public sealed record RandomGraph(Step[] Steps, int Seed)
{
    public const int Leaves = 3;

    public override string ToString() => $"seed {Seed}: {string.Join(" ", Steps.Select((s, k) => $"%{k + Leaves} = op{s.Operation}(%{s.First % (k + Leaves)}, %{s.Second % (k + Leaves)}, %{s.Third % (k + Leaves)})"))}";
}

/// <summary>A shape, one that broadcasts to it, and values for both.</summary>
public sealed record BroadcastPair(Shape Full, Shape Partner, double[] Values, double[] PartnerValues)
{
    public override string ToString() => $"{Full} with {Partner}: [{string.Join(", ", Values)}], [{string.Join(", ", PartnerValues)}]";
}

/// <summary>A contiguous tensor and views to apply to it one after another.</summary>
public sealed record ViewedTensor(Shape Shape, int[] Views)
{
    public override string ToString() => $"{Shape} viewed by {string.Join(", ", Views)}";
}

/// <summary>Generators for property tests; every one shrinks.</summary>
public static class GraphGenerators
{
    public static Config Config(int tests) => FsCheck.Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(2024, 7).WithQuietOnSuccess(true);

    public static Arbitrary<RandomGraph> Graphs { get; } = Arb.From(
        from count in Gen.Choose(5, 60)
        from steps in Gen.ArrayOf(
            from operation in Gen.Choose(0, GraphOperations.Count - 1)
            from first in Gen.Choose(0, 59)
            from second in Gen.Choose(0, 59)
            from third in Gen.Choose(0, 59)
            select new Step(operation, first, second, third),
            count)
        from seed in Gen.Choose(0, 1_000_000)
        select new RandomGraph(steps, seed),
        Smaller);

    public static Arbitrary<BroadcastPair> Pairs { get; } = Arb.From(
        from lengths in Lengths
        from kept in Gen.Choose(0, lengths.Length)
        from ones in Gen.ArrayOf(Gen.Choose(0, 1), lengths.Length)
        let full = Of(lengths)
        let partner = Of([.. lengths.Select((l, d) => ones[d] == 0 ? l : 1).Skip(lengths.Length - kept)])
        from a in Gen.ArrayOf(Value, full.ElementCount)
        from b in Gen.ArrayOf(Value, partner.ElementCount)
        select new BroadcastPair(full, partner, a, b),
        Smaller);

    public static Arbitrary<ViewedTensor> Views { get; } = Arb.From(
        from lengths in Lengths
        from count in Gen.Choose(0, 6)
        from views in Gen.ArrayOf(Gen.Choose(0, 9999), count)
        select new ViewedTensor(Of(lengths), views),
        t => t.Views.Select((_, k) => t with { Views = [.. t.Views.Where((_, j) => j != k)] }));

    private static Gen<int[]> Lengths => from rank in Gen.Choose(0, 4) from lengths in Gen.ArrayOf(Gen.Choose(0, 9).Select(l => l == 0 ? 0 : 1 + (l % 4)), rank) select lengths;

    private static Gen<double> Value => Gen.Choose(-4000, 4000).Select(i => i / 1000.0);

    /// <summary>Without one of the steps; operands are taken modulo the number of nodes, so that any subset is a program.</summary>
    private static IEnumerable<RandomGraph> Smaller(RandomGraph graph)
    {
        if (graph.Steps.Length > 3) yield return graph with { Steps = graph.Steps[..(graph.Steps.Length / 2)] };
        for (int k = graph.Steps.Length - 1; k >= 0 && graph.Steps.Length > 1; k--) yield return graph with { Steps = [.. graph.Steps.Where((_, j) => j != k)] };
    }

    private static IEnumerable<BroadcastPair> Smaller(BroadcastPair pair)
    {
        if (pair.Values.Any(v => v != 1)) yield return pair with { Values = [.. pair.Values.Select(_ => 1.0)] };
        if (pair.PartnerValues.Any(v => v != 1)) yield return pair with { PartnerValues = [.. pair.PartnerValues.Select(_ => 1.0)] };
        if (pair.Full.Rank > pair.Partner.Rank)
        {
            Shape full = pair.Full.Reduce(Dimensions.None.Add(0), keep: false);
            if (full.ElementCount <= pair.Values.Length) yield return pair with { Full = full, Values = pair.Values[..full.ElementCount] };
        }
    }

    private static Shape Of(int[] lengths) => new([.. lengths.Select(l => (nint)l)]);
}
