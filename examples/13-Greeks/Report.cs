using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Greeks;

/// <summary>Writes prices, sensitivities and what they are checked against, and remembers whether all checks held.</summary>
internal sealed class Report(IAnsiConsole console)
{
    /// <summary>By how many standard errors an estimate may differ from what it estimates.</summary>
    private const double MostErrors = 4;

    /// <summary>Whether all checks held.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>Begins a part.</summary>
    public void Title(string title) => console.MarkupLine($"\n[bold]{Markup.Escape(title)}[/]\n");

    /// <summary>Writes a line.</summary>
    public void Line(string line) => console.WriteLine(line);

    /// <summary>An estimate by paths beside the exact value, and beside differences where they are given.</summary>
    /// <param name="name">What is estimated.</param>
    /// <param name="estimate">The estimate.</param>
    /// <param name="exact">The exact value.</param>
    /// <param name="bias">What the steps in time may add to the statistical error.</param>
    /// <param name="difference">The same by differences with the same random numbers.</param>
    public void Compare(string name, Estimate estimate, double exact, double bias, double? difference = null)
    {
        bool isNear = Math.Abs(estimate.Value - exact) <= (MostErrors * estimate.Error) + bias;
        if (difference is { } other) isNear &= IsClose(estimate.Value, other);
        Holds &= isNear;
        console.WriteLine($"   {name,-18}{Text(estimate.Value),12}{Text(estimate.Error),11}{Text(exact),12}{(difference is { } shown ? Text(shown) : ""),12}{(isNear ? "" : "  !")}".TrimEnd());
    }

    /// <summary>A derivative beside what differences give.</summary>
    public void Compare(string name, double derivative, double difference)
    {
        bool isClose = IsClose(derivative, difference);
        Holds &= isClose;
        console.WriteLine($"   {name,-34}{Text(derivative),13}{Text(difference),13}{(isClose ? "" : "  !")}");
    }

    /// <summary>A row of a table, which ends with a derivative and what differences give.</summary>
    public void Row(ReadOnlySpan<double> numbers, double derivative, double difference)
    {
        bool isClose = IsClose(derivative, difference);
        Holds &= isClose;
        string line = "";
        foreach (double number in (ReadOnlySpan<double>)[.. numbers, derivative, difference]) line += $"{number.ToString("0.0000", CultureInfo.InvariantCulture),9}";
        console.WriteLine($"{line}{(isClose ? "" : " !")}");
    }

    /// <summary>A number of four decimals, or more where it is small.</summary>
    public static string Text(double value) => value.ToString(Math.Abs(value) is >= 0.1 or 0 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);

    private static bool IsClose(double a, double b) => Math.Abs(a - b) <= 1e-4 * (Math.Abs(b) + 0.1);
}
