using Spectre.Console;

namespace Autograd.Examples.LectureNotes;

/// <summary>The gradients of several ways side by side.</summary>
internal sealed class Comparison
{
    /// <summary>How far two ways may be apart: 1e-14, absolutely.</summary>
    public const double Tolerance = 1e-14;

    private readonly string[] _names;
    private readonly double[][] _gradients;

    /// <summary>Computes the gradient in each of the given ways.</summary>
    /// <exception cref="ArgumentException">No way was given.</exception>
    public Comparison(IReadOnlyList<IGradientMethod> methods, Network network, TrainingSet data)
    {
        if (methods.Count == 0) throw new ArgumentException("There is nothing to compare: no way was given.", nameof(methods));
        _names = [.. methods.Select(method => method.Name)];
        _gradients = [.. methods.Select(method => method.Gradient(network, data).ToArray())];
    }

    /// <summary>The largest absolute difference between any two ways in any of the derivatives; NaN if there is a NaN anywhere.</summary>
    public double LargestDifference => Enumerable.Range(0, Network.ParameterNames.Count).Select(Difference).Aggregate(Math.Max);

    /// <summary>Whether all ways agree to <see cref="Tolerance"/>.</summary>
    public bool Agrees => LargestDifference <= Tolerance;

    /// <summary>The table, with as many digits as there is room for: a row for each weight and bias and a column for each way, and in the last line the largest difference.</summary>
    public string[] Render(int width)
    {
        bool narrow = width < 100;
        string format = narrow ? "0.00000" : "0.00000000";
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("∂J/∂").NoWrap());
        foreach (string name in (ReadOnlySpan<string>)[.. _names, "differ by"]) table.AddColumn(new TableColumn(Markup.Escape(narrow ? string.Join('\n', name.Split(' ', 2)) : name)).RightAligned().NoWrap().PadLeft(1).PadRight(0));
        for (int k = 0; k < Network.ParameterNames.Count; k++)
        {
            string[] row = [Network.ParameterNames[k], .. _gradients.Select(gradient => MathText.Number(gradient[k], format)), MathText.Magnitude(Difference(k))];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        string verdict = Agrees ? "all agree to 1e-14" : "MORE THAN 1e-14";
        return [.. PlainLines(table, width - 1).Select(line => " " + line), "", $"   largest difference  {MathText.Magnitude(LargestDifference)}   {verdict}"];
    }

    private double Difference(int k)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double[] gradient in _gradients) (low, high) = (Math.Min(low, gradient[k]), Math.Max(high, gradient[k]));
        return high - low;
    }

    /// <summary>The table as text without escape sequences, the same in a terminal and in a file.</summary>
    private static string[] PlainLines(Table table, int width)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        return [.. text.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
