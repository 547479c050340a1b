using Autograd.Tests.Operations;

namespace Autograd.Tests.Differentiation;

public class LiftingTests
{
    /// <summary>Row by row is the other way to the same bits, zeros and their signs included, which tell what was cut off.</summary>
    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void Rows_and_columns_of_a_jacobian_have_the_same_bits_all_at_once_as_one_by_one(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            foreach (long cold in (long[])[0, 1 << 16])
            {
                using Recorded<double> atOnce = new(row), oneByOne = new(row);
                atOnce.Tape.Plans.ColdNodes = oneByOne.Tape.Plans.ColdNodes = cold;
                CheckJacobians(row.ToString(), atOnce.Result, atOnce.Inputs, oneByOne.Result, oneByOne.Inputs);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void Hessians_have_the_same_bits_all_at_once_as_row_by_row(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using Recorded<double> atOnce = new(row), oneByOne = new(row);
            Variable<double>[] first = Gradients(atOnce), second = Gradients(oneByOne);
            for (int k = 0; k < first.Length; k++) CheckJacobians($"{row}: operand {k}", first[k], atOnce.Inputs, second[k], oneByOne.Inputs);
        }
    }

    [Fact]
    public void All_walks_but_these_can_be_lifted()
    {
        HashSet<string> others = [];
        foreach (OperationCase<double> row in OperationCases<double>.All.Where(row => row.IsDifferentiable && row.Operands.All(operand => operand.Shape.Rank < Shape.MaxRank)))
        {
            using Recorded<double> recorded = new(row);
            Variable<double> u = recorded.Tape.Ones(recorded.Result.Shape);
            Gradients<double> walk = Differentiate.Pullback(recorded.Result, u);
            Variable<double>[] results = [.. recorded.Inputs.Select(input => walk[input])];
            using var lifting = new Lifting<double>(recorded.Tape, u.Index);
            lifting.Depend(u);
            if (!lifting.TryFind(results, out _)) others.Add(row.Operation);
        }

        Assert.Equal(["AdaptiveAveragePool", "AveragePool", "Convolution", "MaxPool"], others.Order());
    }

    private static Variable<double>[] Gradients(Recorded<double> recorded)
    {
        double[] direction = Recorded<double>.Direction(recorded.Result.Shape);
        Gradients<double> gradients = Differentiate.Pullback(recorded.Result, recorded.Tape.Constant(direction, recorded.Result.Shape));
        return Array.ConvertAll(recorded.Inputs, input => gradients[input]);
    }

    private static void CheckJacobians(string what, Variable<double> output, Variable<double>[] inputs, Variable<double> other, Variable<double>[] others)
    {
        var atOnce = new double[output.Shape.ElementCount * inputs.Sum(input => input.Shape.ElementCount)];
        var oneByOne = new double[atOnce.Length];
        Differentiate.WriteRows(output, inputs, atOnce);
        Differentiate.WriteRows(other, others, oneByOne, isLifted: false);
        Assert.True(Close.Bits(oneByOne, atOnce), $"{what}: rows");
        Array.Fill(atOnce, 7);
        Differentiate.WriteColumns(output, inputs, atOnce);
        Differentiate.WriteColumns(other, others, oneByOne, isLifted: false);
        Assert.True(Close.Bits(oneByOne, atOnce), $"{what}: columns");
    }
}
