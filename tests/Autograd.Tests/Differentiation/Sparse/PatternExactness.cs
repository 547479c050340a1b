using Autograd.Tests.Operations;

namespace Autograd.Tests.Differentiation.Sparse;

/// <summary>Whether the pattern of an operation has nothing but what its Jacobian has at one of several points.</summary>
internal static class PatternExactness
{
    /// <summary>How many points are tried, and after how many without anything new it is given up.</summary>
    private const int MostPoints = 600, Patience = 120;

    /// <summary>Where the pattern of one of an operation's cases has more than its Jacobians; null where nowhere.</summary>
    public static string? Excess(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            for (int k = 0; k < row.Operands.Length; k++)
            {
                SparsityPattern? pattern = null;
                HashSet<int> found = [];
                int waited = 0;
                foreach ((double[] Values, Shape Shape)[] inputs in Points(row))
                {
                    using var recorded = new Recorded<double>(row, inputs);
                    if (pattern is null && RepeatsAnOperand(recorded.Result)) break;
                    pattern ??= PatternSearch.Find(recorded.Result, recorded.Inputs[k]);
                    double[] entries = Jacobian(recorded.Result, recorded.Inputs[k]);
                    int before = found.Count;
                    for (int e = 0; e < entries.Length; e++)
                    {
                        if (entries[e] != 0) found.Add(e);
                    }

                    waited = found.Count > before ? 0 : waited + 1;
                    if (found.Count == pattern.EntryCount || waited > Patience) break;
                }

                if (found.Count < pattern?.EntryCount) return $"{row}: operand {k}, {pattern.EntryCount} entries, {found.Count} of them not 0";
            }
        }

        return null;
    }

    /// <summary>The values of the table, and others of their ranges: what one point leaves out, as the smaller of two, another does not.</summary>
    private static IEnumerable<(double[] Values, Shape Shape)[]> Points(OperationCase<double> row)
    {
        yield return row.Inputs();
        if (row.Operands.Any(operand => operand.Kind != OperandKind.Any)) yield break;
        var random = new SplitMix64(11);
        for (int turn = 0; turn < MostPoints; turn++)
        {
            yield return Array.ConvertAll(row.Operands, operand =>
                (Enumerable.Range(0, operand.Shape.ElementCount).Select(_ => operand.Low + ((operand.High - operand.Low) * ((random.Next() >> 11) * (1.0 / (1L << 53))))).ToArray(), operand.Shape));
        }
    }

    /// <summary>Whether an operation is given one node twice, whose parts in a derivative may cancel.</summary>
    private static bool RepeatsAnOperand(Variable<double> result)
    {
        Program<double> program = result.Tape.Program;
        for (int node = 0; node <= result.Index; node++)
        {
            ReadOnlySpan<int> operands = program.OperandsOf(program[node]);
            if (operands.Length == 2 && operands[0] == operands[1]) return true;
        }

        return false;
    }

    /// <summary>All entries of ∂output/∂input, row by row.</summary>
    public static double[] Jacobian(Variable<double> output, Variable<double> input)
    {
        var entries = new double[output.Shape.ElementCount * input.Shape.ElementCount];
        if (output.IsDifferentiable) Differentiate.WriteRows(output, [input], entries);
        return entries;
    }
}
