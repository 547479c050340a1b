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
        Equations<double> equations = Recording.Loss(tape, network).Equations();
        var lesson = new Lesson(network, equations);
        bool agrees = lesson.Write(output);
        string path = Path.Combine(settings.Directory, "derivation.md");
        try
        {
            File.WriteAllText(path, lesson.ToMarkdown());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{path} could not be written: {e.Message}");
            return Disagreement;
        }

        output.WriteLine();
        output.WriteLine($"The same with typeset formulas is in {path}.");
        return agrees ? Agreement : Disagreement;
    }
}
