using System.Globalization;

namespace Autograd;

/// <summary>What a finding of a gradient check compares.</summary>
public enum GradientCheckKind
{
    /// <summary>The vector-Jacobian product against five-point differences, element by element.</summary>
    Differences,

    /// <summary>The two sides of ⟨u, J v⟩ = ⟨Jᵀ u, v⟩, with J v from transposing the vector-Jacobian product.</summary>
    Products,
}

/// <summary>The worst that one comparison found: of the elements of one input, or of the two sides of the identity.</summary>
/// <param name="Kind">What was compared.</param>
/// <param name="Order">Of which order the derivative is: 1 is the VJP itself, 2 the derivative of the VJP.</param>
/// <param name="Input">The input, counted from 0; after the function's inputs come the cotangents; −1 for the identity.</param>
/// <param name="InputName">The input in words: "input 0", "the cotangent"; empty for the identity.</param>
/// <param name="Shape">The input's lengths.</param>
/// <param name="Index">Where in the input, one index per dimension; empty for the identity.</param>
/// <param name="Expected">What the differences, or ⟨u, J v⟩, give.</param>
/// <param name="Actual">What the vector-Jacobian product, or ⟨Jᵀ u, v⟩, gives.</param>
/// <param name="Scale">The size against which the error is measured.</param>
/// <param name="Tolerance">The largest |expected − actual| / scale that passes.</param>
public sealed record GradientFinding(
    GradientCheckKind Kind,
    int Order,
    int Input,
    string InputName,
    Shape Shape,
    IReadOnlyList<int> Index,
    double Expected,
    double Actual,
    double Scale,
    double Tolerance)
{
    /// <summary>|expected − actual| / scale; 0 where they are equal.</summary>
    public double Error => Expected == Actual ? 0 : Math.Abs(Expected - Actual) / Scale;

    /// <summary>Whether the error is within the tolerance; NaN is not.</summary>
    public bool Passed => Error <= Tolerance;

    /// <summary>
    /// Of a finding that failed, where the vector-Jacobian product gives 0, NaN or ±∞: why it does, in the words of <c>Explain</c>, in which the inputs are
    /// called x0, x1, …; else empty.
    /// </summary>
    public string Cause { get; init; } = "";

    /// <summary>The finding in one sentence, and its cause behind it.</summary>
    /// <returns>The text, without the last full stop.</returns>
    public override string ToString() => Cause.Length == 0 ? Sentence : $"{Sentence}. {Cause.TrimEnd('.')}";

    private string Sentence => Kind == GradientCheckKind.Products
        ? string.Create(CultureInfo.InvariantCulture, $"order {Order}: <u, J v> is {Expected:G12}, <J^T u, v> is {Actual:G12}; error {Error:E1} of {Scale:G4}, allowed {Tolerance:E1} (ProductTolerance)")
        : string.Create(CultureInfo.InvariantCulture, $"order {Order}, {InputName} of shape {Shape}, element [{string.Join(", ", Index)}]: differences give {Expected:G12}, the VJP gives {Actual:G12}; error {Error:E1} of {Scale:G4}, allowed {Tolerance:E1} (Tolerance)");
}

/// <summary>The outcome of a gradient check: for every comparison its worst element.</summary>
public sealed class GradientReport
{
    internal GradientReport(IReadOnlyList<GradientFinding> findings)
    {
        Findings = findings;
        foreach (GradientFinding finding in findings)
        {
            if (Worst is null || Excess(finding) > Excess(Worst)) Worst = finding;
        }
    }

    /// <summary>All comparisons, in the order in which they were made. An input without elements has none.</summary>
    public IReadOnlyList<GradientFinding> Findings { get; }

    /// <summary>The finding whose error is the largest multiple of its tolerance; null where there was nothing to compare.</summary>
    public GradientFinding? Worst { get; }

    /// <summary>Whether all comparisons are within their tolerances.</summary>
    public bool Passed => Worst is null || Worst.Passed;

    /// <summary>Throws where a comparison failed; to be written behind a check in a test.</summary>
    /// <exception cref="GradientCheckException">A derivative is wrong; the message is this report.</exception>
    public void ThrowIfFailed()
    {
        if (!Passed) throw new GradientCheckException(this);
    }

    /// <summary>The verdict, then every comparison that failed, or the worst where none did.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        if (Worst is null) return "GradientCheck: passed; there was nothing to compare.";
        if (Passed) return $"GradientCheck: passed. Worst of {Findings.Count} comparisons: {Worst}.";
        var failed = new List<string>();
        foreach (GradientFinding finding in Findings)
        {
            if (!finding.Passed) failed.Add($"{finding}.");
        }

        return $"GradientCheck: {failed.Count} of {Findings.Count} comparisons failed.\n  {string.Join("\n  ", failed)}";
    }

    private static double Excess(GradientFinding finding) => double.IsNaN(finding.Error) ? double.PositiveInfinity : finding.Error / finding.Tolerance;
}

/// <summary>A derivative does not agree with the differences of its function.</summary>
public sealed class GradientCheckException : Exception
{
    internal GradientCheckException(GradientReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>What was compared and found.</summary>
    public GradientReport Report { get; }
}
