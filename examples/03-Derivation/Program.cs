using System.Text;

namespace Autograd.Examples.Derivation;

/// <summary>
/// Example 3: derives backpropagation for a network of any size. The tape records the network, the library differentiates it and
/// prints what it did; every printed line is then checked against numbers that were computed without it.
/// </summary>
internal static class Program
{
    private const int Agreement = 0, Disagreement = 1, WrongUsage = 2;

    private static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Run(arguments, Console.Out, Console.Error);
    }

    /// <summary>Runs for a command line; 0 if all lines agree with the numbers, 1 if not, 2 if the command line is wrong.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments is ["--help" or "-h" or "help"])
        {
            output.WriteLine(Settings.Usage);
            return Agreement;
        }

        Settings settings;
        try
        {
            settings = Settings.Parse(arguments);
        }
        catch (FormatException wrong)
        {
            error.WriteLine(wrong.Message);
            error.WriteLine();
            error.WriteLine(Settings.Usage);
            return WrongUsage;
        }

        Network network = Network.Create(settings);
        using var tape = new Tape<double>();
        Gradients<double> gradients = Recording.Loss(tape, network).Backward();
        Equations<double> equations = gradients.Equations();
        var lesson = new Lesson(network, equations);
        bool agrees = lesson.Write(output);
        output.WriteLine();
        if (settings.Directory is null)
        {
            output.WriteLine("--output DIRECTORY writes the same with typeset formulas, and the graph.");
            return agrees ? Agreement : Disagreement;
        }

        string formulas = Path.Combine(settings.Directory, "derivation.md"), picture = Path.Combine(settings.Directory, "graph.html");
        try
        {
            File.WriteAllText(formulas, lesson.ToMarkdown());
            File.WriteAllText(picture, tape.ToGraph(gradients).ToHtml());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{settings.Directory} could not be written to: {e.Message}");
            return Disagreement;
        }

        output.WriteLine($"With typeset formulas: {formulas}");
        output.WriteLine($"The graph, to pan and click: {picture}");
        return agrees ? Agreement : Disagreement;
    }
}
