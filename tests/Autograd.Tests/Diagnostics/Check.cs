using Autograd.Tests.Diagnostics.Formulas;

namespace Autograd.Tests.Diagnostics;

/// <summary>Compares printed formulas with the numbers that the tape computes.</summary>
internal static class Check
{
    /// <summary>Evaluates line after line from the leaves' numbers and what earlier lines gave, never from the tape's intermediate values.</summary>
    public static void Lines(Equations<double> equations, double tolerance = 1e-12)
    {
        var names = new Dictionary<string, Grid>();
        foreach (EquationLeaf<double> leaf in equations.Leaves) names.Add(leaf.Name, Value(leaf));
        foreach (Equation<double> line in equations.Lines)
        {
            int[] lengths = [.. line.Shape.ToArray().Select(n => (int)n)];
            Grid value;
            try
            {
                value = FormulaReader.Evaluate(line.Formula, names).Under(lengths);
            }
            catch (Exception e) when (e is FormatException or Xunit.Sdk.XunitException or IndexOutOfRangeException)
            {
                throw new InvalidOperationException($"{line} cannot be evaluated: {e.Message}\n{equations}", e);
            }

            double[] expected = line.Variable.ToArray();
            double scale = Math.Max(1, expected.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max());
            for (int i = 0; i < expected.Length; i++)
            {
                bool close = Math.Abs(value.Items[i] - expected[i]) <= tolerance * scale || value.Items[i].Equals(expected[i]);
                Assert.True(close, $"{line} {line.Shape} gives {value.Items[i]:R} at {i}, the tape {expected[i]:R}\n{equations}");
            }

            names.TryAdd(line.Name, value);
        }
    }

    private static Grid Value(EquationLeaf<double> leaf)
    {
        int[] lengths = [.. leaf.Shape.ToArray().Select(n => (int)n)];
        return new Grid(lengths, leaf.Indices is { } indices ? [.. indices.Values.ToArray().Select(i => (double)i)] : leaf.Variable!.Value.ToArray());
    }
}
