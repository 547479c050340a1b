using Autograd.Tests.Operations;
using Autograd.Tests.Tape;

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
    public void All_walks_can_be_lifted()
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
            if (!lifting.TryFind(results, out _, out _)) others.Add(row.Operation);
        }

        Assert.Empty(others);
    }

    /// <summary>The last rows overlap those before.</summary>
    [Theory]
    [InlineData(700, 3)]
    [InlineData(3000, 1)]
    public void Rows_that_are_too_many_at_once_come_in_several_parts(int outputs, int inputs)
    {
        using Tape<double> tape = new(), other = new();
        var (f, x) = Record(tape);
        var (g, y) = Record(other);
        CheckJacobians("several parts", f, x, g, y);
        CheckJacobians("again", f, x, g, y);

        (Variable<double>, Variable<double>[]) Record(Tape<double> tape)
        {
            Variable<double> x = tape.Variable(Enumerable.Range(0, inputs).Select(i => 0.3 + i).ToArray(), "x");
            return (tape.Arange(outputs).Reshape(outputs, 1).MatMul(x.Exp().Reshape(1, inputs)).Sin().Sum(1) + x.Sum(), [x]);
        }
    }

    [Fact]
    public void Rows_of_call_sites_and_deferred_tapes_are_lifted_too()
    {
        foreach (TapeOptions options in (TapeOptions[])[new() { RecordCallSites = true }, new() { Evaluation = EvaluationMode.Deferred }])
        {
            using Tape<double> tape = new(options), other = new();
            for (int step = 0; step < 3; step++)
            {
                tape.Reset();
                other.Reset();
                double[] values = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(i + step))];
                Variable<double> x = tape.Variable(values, "x"), y = other.Variable(values, "x");
                CheckJacobians($"step {step}", x.Softmax(-1) * x, [x], y.Softmax(-1) * y, [y]);
            }
        }
    }

    /// <summary>What is computed for several rows alike is a kernel's one call.</summary>
    [Fact]
    public void Rows_are_computed_at_once_where_that_pays()
    {
        using Tape<double> tape = new();
        Variable<double> few = tape.Variable(new double[7], "few"), many = tape.Variable(new double[8], "many");
        Assert.Equal(1, NodesOf(few.Exp().Exp(), few, 7));
        Assert.True(NodesOf(many.Exp().Exp(), many, 8) > 1);

        // Nodes of a lifted walk stand behind the first row's.
        int NodesOf(Variable<double> output, Variable<double> input, int rows)
        {
            int before = tape.NodeCount;
            Differentiate.WriteRows(output, [input], new double[rows * rows], isLifted: false);
            int single = tape.NodeCount - before;
            tape.Rewind(before);
            Differentiate.WriteRows(output, [input], new double[rows * rows]);
            return (tape.NodeCount - before) / single;
        }
    }

    /// <summary>The outputs that an input does not reach have rows of zeros, whatever the destination held.</summary>
    [Fact]
    public void Lifted_rows_of_inputs_that_are_not_reached_are_zeros()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(new double[9], "x"), unused = tape.Variable([1.0, 2], "unused");
        double[] entries = [.. Enumerable.Repeat(7.0, 9 * 11)];
        Differentiate.WriteRows(x.Exp(), [unused, x], entries);
        Assert.All(entries[..18], entry => Assert.Equal(0, BitConverter.DoubleToInt64Bits(entry)));
        Assert.Equal(9, entries[18..].Sum());
    }

    [Fact]
    public void The_steady_state_allocates_0_bytes()
    {
        using DifferentiableFunction<double> products = new(v => v.Reshape(5, 2).MatMul(v.Reshape(2, 5)).Softmax(-1).Square().Sum()), elements = new(v => v.Sin() * v.Sum());
        double[] x = [.. Enumerable.Range(0, 10).Select(i => 0.1 * i)], matrix = new double[100];
        long bytes = Allocations.Of(() =>
        {
            for (int k = 0; k < 20; k++)
            {
                x[0] += 0.01;
                products.Hessian(x, matrix);
                elements.Jacobian(x, matrix);
            }
        });
        Assert.Equal(0, bytes);
        Assert.All(matrix, entry => Assert.True(double.IsFinite(entry)));
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
        Differentiate.WriteRows(output, inputs, atOnce, isLifted: true);
        Differentiate.WriteRows(other, others, oneByOne, isLifted: false);
        Assert.True(Close.Bits(oneByOne, atOnce), $"{what}: rows");
        Array.Fill(atOnce, 7);
        Differentiate.WriteColumns(output, inputs, atOnce, isLifted: true);
        Differentiate.WriteColumns(other, others, oneByOne, isLifted: false);
        Assert.True(Close.Bits(oneByOne, atOnce), $"{what}: columns");
    }
}
