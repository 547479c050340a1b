namespace Autograd.Performance;

/// <summary>What <see cref="TapeOptions.CheckFinite"/> costs: training steps with it, relative to those without.</summary>
internal static class FinitenessChecks
{
    private static readonly (string Title, Func<TapeOptions, Workload> Create)[] _works =
    [
        ("2-3-1 network, double, N = 4", options => new SmallNetwork(options)),
        ("64-64-64-10 ReLU, batch 32", options => new Classifier(options, [64, 64, 64, 10], 32)),
        ("784-256-128-10 ReLU, batch 128", options => new Classifier(options, [784, 256, 128, 10], 128)),
        ("512×512, batch 8, gradient descent", options => new Regressor(options, [512, 512], 8, 1e-3, static h => h)),
        ("512×512, batch 8, Adam", options => new Regressor(options, [512, 512], 8, 1e-3, static h => h, usesAdam: true)),
        ("4 layers 512×512 tanh, batch 8, Adam", options => new Regressor(options, [512, 512, 512, 512, 512], 8, 1e-3, static h => h.Tanh(), usesAdam: true)),
        ("transformer block, Adam", options => new TransformerBlock(options)),
        ("chain of 10,000 sines, gradient", options => new Chain(options, 10_000)),
    ];

    public static void Print(TextWriter output)
    {
        var table = new MarkdownTable("step", "eager", "with the check", "deferred", "with the check");
        foreach (var (title, create) in _works)
        {
            var cells = new List<string> { title };
            foreach (EvaluationMode evaluation in Enum.GetValues<EvaluationMode>())
            {
                var options = new TapeOptions { Evaluation = evaluation };
                using Workload plain = create(options), isChecked = create(options with { CheckFinite = true });
                (double Seconds, double Relative)[] times = Turns.Run(1.5, 1, () => plain.Step(), () => isChecked.Step());
                cells.Add(MarkdownTable.Duration(times[0].Seconds));
                cells.Add(MarkdownTable.Ratio(times[1].Relative));
            }

            table.Add([.. cells]);
        }

        table.Write(output);
    }
}
