namespace Autograd.Performance;

/// <summary>The workloads that are compared with PyTorch, in the order of the table.</summary>
internal static class Catalog
{
    /// <summary>The workload whose peak memory is compared, in processes of their own.</summary>
    public static CatalogEntry Deep { get; } = new(
        "deep-512", "64 layers 512×512, ReLU, batch 128", options => new Regressor(options, [.. Enumerable.Repeat(512, 65)], 128, 1e-4, static h => h.Relu()));

    /// <summary>All workloads.</summary>
    public static IEnumerable<CatalogEntry> All => [.. Timed, Deep];

    /// <summary>The workloads whose time is compared.</summary>
    public static IReadOnlyList<CatalogEntry> Timed { get; } =
    [
        new("network-2-3-1", "2-3-1 network, double, N = 4, step", options => new SmallNetwork(options), Tolerance: 1e-12),
        new("classifier-64", "64-64-64-10 ReLU, batch 32, step", options => new Classifier(options, [64, 64, 64, 10], 32)),
        new("classifier-784", "784-256-128-10 ReLU, batch 128, step", options => new Classifier(options, [784, 256, 128, 10], 128)),
        new("tanh-2048", "1024-2048-2048-1024 tanh, batch 256, step", options => new Regressor(options, [1024, 2048, 2048, 1024], 256, 1e-3, static h => h.Tanh())),
        new("elementwise-4m", "mean((σ(a⊙x+b)⊙y − t)²), 4 M elements, 3 gradients", options => new ElementwiseGradients(options, 1 << 22)),
        new("convolution", "Two convolutions 5×5, pooling, 320-50-10 on 28×28, batch 64, step", options => new ConvolutionNetwork(options, 64)),
        new("transformer", "Transformer block d 128, 4 heads, 64 tokens, batch 8, Adam, step", options => new TransformerBlock(options)),
        new("mnist", "Example 4: convolution network on 28×28, batch 50, AdamW, step", options => new MnistModel(options)),
        new("character-gpt", "Example 5: three transformer blocks d 128, 64 letters, batch 16, AdamW, step", options => new CharacterGpt(options)),
        new("chain-100000", "Chain of 100,000 one-element operations, gradient", options => new Chain(options, 100_000), Tolerance: 1e-9),
        new("hvp-784", "Hessian-vector product of the 784-256-128-10 loss", options => new HessianVectorProduct(options, [784, 256, 128, 10], 128)),
        new("hessian-logistic", "Full Hessian, logistic regression 64 × 1797", _ => new LogisticHessian()),
        new("lstm", "LSTM, 100 steps, hidden 64, batch 16, step", options => new Lstm(options, 100, 64, 16)),
        new("gelu-32k", "GELU kernel, 32,768 floats", _ => new GeluKernel(1 << 15)),
    ];
}

/// <summary>A workload by name.</summary>
/// <param name="Name">What --only and compare.py know it by.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Create">Makes it; each time from the same inputs.</param>
/// <param name="Tolerance">By how much its first results may differ from PyTorch's, relative to them.</param>
internal sealed record CatalogEntry(string Name, string Title, Func<TapeOptions, Workload> Create, double Tolerance = 1e-5);
