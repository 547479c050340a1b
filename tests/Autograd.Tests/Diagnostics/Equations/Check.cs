using Autograd.Tests.Diagnostics.Formulas;

namespace Autograd.Tests.Diagnostics;

/// <summary>Compares printed formulas with the numbers that the tape computes.</summary>
internal static class Check
{
    private const double Tolerance = 1e-12;

    /// <summary>
    /// Evaluates line after line from the leaves' numbers and what earlier lines gave, never from the tape's intermediate values. Each number
    /// has to be the tape's up to the tolerance times its own magnitude, which is that of the terms that it was made of, however small
    /// or large they are. That is as much as can be asked of two ways to compute one thing: where terms cancel, rounding leaves of
    /// each way something of the size of the terms' last digits. And it is no excuse for a wrong formula: a wrong sign or factor is
    /// wrong by as much as the terms, a million million times the tolerance.
    /// </summary>
    /// <param name="equations">The lines.</param>
    /// <param name="also">Called for each line with what tells whether another formula in its place would be right as well.</param>
    /// <param name="slack">By how much numbers may be wrong whatever they are: where a formula says 0 of what the tape computes as a
    /// difference; or of a 0 that was computed and meets NaN, which the tape keeps and a product ⊙ does not.</param>
    public static void Lines(Equations<double> equations, Action<Equation<double>, Func<string, bool>>? also = null, double slack = 0)
    {
        var names = new Dictionary<string, Grid>();
        foreach (EquationLeaf<double> leaf in equations.Leaves) names.Add(leaf.Name, Value(leaf));
        foreach (Equation<double> line in equations.Lines)
        {
            int[] lengths = [.. line.Shape.ToArray().Select(n => (int)n)];
            double[] expected = line.Indices is { } computed ? [.. computed.Values.ToArray().Select(i => (double)i)] : line.Variable.ToArray();
            Grid value;
            try
            {
                value = FormulaReader.Evaluate(line.Formula, names).Under(lengths);
            }
            catch (Exception e) when (e is FormatException or Xunit.Sdk.XunitException or IndexOutOfRangeException)
            {
                throw new InvalidOperationException($"{line} cannot be evaluated: {e.Message}\n{equations}", e);
            }

            int wrong = Array.FindIndex([.. value.Items.Zip(expected, (own, tape) => own.IsNear(tape, Tolerance) || Math.Abs(own.Value - tape) <= slack || (slack > 0 && own.Value == 0 && double.IsNaN(tape)))], near => !near);
            Assert.True(wrong < 0, wrong < 0 ? "" : $"{line} {line.Shape} gives {value.Items[wrong]} at {wrong}, the tape {expected[wrong]:R}\n{equations}");
            also?.Invoke(line, formula => FormulaReader.Evaluate(formula, names).Under(lengths).Items.Zip(expected, (own, tape) => own.IsNear(tape, Tolerance)).All(near => near));
            names.TryAdd(line.Name, value);
        }
    }

    private static Grid Value(EquationLeaf<double> leaf)
    {
        int[] lengths = [.. leaf.Shape.ToArray().Select(n => (int)n)];
        return new Grid(lengths, leaf.Indices is { } indices ? [.. indices.Values.ToArray().Select(i => (Number)i)] : [.. leaf.Variable!.Value.ToArray().Select(x => (Number)x)]);
    }
}
