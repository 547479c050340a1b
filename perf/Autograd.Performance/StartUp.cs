namespace Autograd.Performance;

/// <summary>How long the whole process of a small program lasts: the XOR network trained for 1,000 steps, and a program that does nothing.</summary>
internal static class StartUp
{
    private const int Runs = 15;

    public static void Print(TextWriter output)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "Autograd.Startup.dll");
        var empty = new double[Runs];
        var training = new double[Runs];
        for (int run = -1; run < Runs; run++)
        {
            double nothing = ChildProcess.Run(assembly, "nothing").Seconds, all = ChildProcess.Run(assembly).Seconds;
            if (run < 0) continue;
            (empty[run], training[run]) = (nothing, all);
        }

        output.WriteLine(Machine.Description);
        output.WriteLine();
        var table = new MarkdownTable($"process, {Runs} runs in turns", "median", "shortest");
        table.Add("XOR network, 1,000 training steps", MarkdownTable.Duration(Statistics.Median(training)), MarkdownTable.Duration(training.Min()));
        table.Add("empty program", MarkdownTable.Duration(Statistics.Median(empty)), MarkdownTable.Duration(empty.Min()));
        table.Write(output);
    }
}
