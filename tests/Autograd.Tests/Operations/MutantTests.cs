using System.Runtime.CompilerServices;

namespace Autograd.Tests.Operations;

/// <summary>
/// Every rule that the rows of the table go through is made wrong in every way, and the check of gradients has to find it: else the
/// check, or the rows, are hollow.
/// </summary>
public class MutantTests
{
    /// <summary>Mutants that change nothing, with the reason.</summary>
    private static bool IsEquivalent(string operation, Mutant mutant) => mutant switch
    {
        // Both operands of a sum get the same cotangent.
        { Rule: "Add", Mutation: Mutation.Swapped } => true,

        // Σ (x − mean) = 0: the cotangent that reaches the mean is 0, whatever its factor. Taking its first slice instead is found.
        { Rule: "Subtract", Operand: 1, Mutation: not Mutation.Swapped and not Mutation.FirstSliceOfBroadcast } => operation == "Variance",

        // Of nothing it is 1 more than a sum, which has no elements to give its cotangent to.
        { Rule: "Add", Operand: 0 } => operation == "Product",
        _ => false,
    };

    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void Every_mutant_is_found_by_a_row(string operation)
    {
        HashSet<Mutant> applied = [], found = [];
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            foreach (var (node, mutant) in MutantsOf(row))
            {
                if (found.Contains(mutant)) continue;
                bool isApplied = false;
                bool isFound = !Passes(row, node, mutant, ref isApplied);
                if (isApplied) applied.Add(mutant);
                if (isApplied && isFound) found.Add(mutant);
            }
        }

        if (Environment.GetEnvironmentVariable("AUTOGRAD_TESTS_MUTANTS_TABLE") is { } file)
            File.AppendAllText(file, $"{operation} {found.Count} {applied.Count(mutant => !IsEquivalent(operation, mutant))}{Environment.NewLine}");

        Assert.NotEmpty(found);
        Mutant[] survivors = [.. applied.Except(found).Where(mutant => !IsEquivalent(operation, mutant))];
        Assert.True(survivors.Length == 0, $"Not found: {string.Join(", ", survivors)}.");
        Assert.DoesNotContain(found, mutant => IsEquivalent(operation, mutant));
    }

    [Fact]
    public void Every_kind_of_mutant_is_applied_to_a_rule_of_two_operands()
    {
        HashSet<Mutation> found = [];
        foreach (OperationCase<double> row in OperationNames.RowsOf("Multiply"))
        {
            foreach (var (node, mutant) in MutantsOf(row))
            {
                bool isApplied = false;
                if (!Passes(row, node, mutant, ref isApplied) && isApplied) found.Add(mutant.Mutation);
            }
        }

        Assert.Equal(Enum.GetValues<Mutation>(), found.Order());
    }

    /// <summary>All ways to make a node of the row's recording wrong; nodes counted from the row's first.</summary>
    private static List<(int Node, Mutant Mutant)> MutantsOf(OperationCase<double> row)
    {
        using var recorded = new Recorded<double>(row);
        var mutants = new List<(int Node, Mutant Mutant)>();
        int first = recorded.Inputs.Length;
        for (int i = first; i < recorded.Tape.NodeCount; i++)
        {
            Node<double> node = recorded.Tape.Program[i];
            if (!node.IsDifferentiable || node.Operation is not DifferentiableOperation<double>) continue;
            for (int operand = 0; operand < node.OperandCount; operand++)
            {
                foreach (Mutation mutation in Enum.GetValues<Mutation>()) mutants.Add((i - first, new Mutant(node.Operation.Name, mutation, operand)));
            }
        }

        return mutants;
    }

    /// <summary>Whether the table's check lets the row pass with one rule made wrong. Lengths that no longer fit are found at once.</summary>
    private static bool Passes(OperationCase<double> row, int node, Mutant mutant, ref bool isApplied)
    {
        MutantOperation? last = null;
        try
        {
            GradientReport report = GradientCheck.Check(
                x =>
                {
                    Tape<double> tape = x[0].Tape;
                    int first = tape.NodeCount;
                    Variable<double> result = row.Build(x);
                    last = new MutantOperation((DifferentiableOperation<double>)tape.Program[first + node].Operation, mutant.Mutation, mutant.Operand, last);
                    NodesOf(tape.Program)[first + node].Operation = tape.Program.Table.NumberOf(last);
                    return result;
                },
                row.Inputs(),
                new GradientCheckOptions { Order = 1 });
            return report.Passed;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            isApplied = last is { Applied: true };
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nodes")]
    private static extern ref NodeData[] NodesOf(Program<double> program);

    private readonly record struct Mutant(string Rule, Mutation Mutation, int Operand);
}
