namespace Autograd.Tests.Differentiation;

public class JacobiansTests
{
    /// <summary>Each row or column evaluates the counted operation once more.</summary>
    [Theory]
    [InlineData(2, 6, 2)]
    [InlineData(6, 2, 2)]
    [InlineData(4, 4, 4)]
    public void It_goes_by_columns_where_the_inputs_are_fewer(int inputs, int outputs, int walks)
    {
        var calls = new System.Runtime.CompilerServices.StrongBox<int>();
        double[] matrix = [.. Enumerable.Range(0, inputs * outputs).Select(i => Math.Sin(i))], x = [.. Enumerable.Range(0, inputs).Select(i => 0.1 * i)];
        var jacobian = Differentiate.Jacobian(v => v.Tape.Constant(matrix, [outputs, inputs]).MatMul(v.Apply(new CountedOperation(calls))), x);
        Assert.Equal(matrix, jacobian.ToArray());
        Assert.Equal(1 + walks, calls.Value);
    }

    [Fact]
    public void Columns_are_rows_to_rounding()
    {
        double[] x = [0.3, -1.2], y = [0.7];
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable(x, [2], "a"), b = tape.Variable(y, [], "b"), unused = tape.Variable(x, [2, 1], "unused");
        Variable<double> f = (tape.Stack(0, a.Sin(), a.Square() * b, a.MatMul(a) * a, (a * b).Exp()) / a.Exp().Sum()).Transpose();
        double[] rows = new double[8 * 5], columns = new double[8 * 5];
        Differentiate.WriteRows(f, [a, b, unused], rows);
        Differentiate.WriteColumns(f, [a, b, unused], columns);
        Assert.Equal(4 + (8 * 2), rows.Count(e => e == 0)); // ∂f/∂b of sin a and of (a·a) a, and all by what is unused
        for (int i = 0; i < rows.Length; i++) Assert.Equal(rows[i], columns[i], 1e-15);
        Assert.Equal(columns[..16], Differentiate.Jacobians(f, a, b, unused)[0].ToArray());
    }

    /// <summary>√x has an infinite slope at 0, which must not reach the rows and columns of other elements.</summary>
    [Fact]
    public void An_infinite_slope_stays_in_its_row_and_column()
    {
        double[] x = [0, 4];
        Assert.Equal([double.PositiveInfinity, 0, 0, 0.25], Differentiate.Jacobian(v => v.Sqrt(), x).ToArray());
        double[] twice = [double.PositiveInfinity, 0, 0, 0.25, double.PositiveInfinity, 0, 0, 0.25];
        Assert.Equal(twice, Differentiate.Jacobian(v => v.Tape.Concatenate(0, v.Sqrt(), v.Sqrt()), x).ToArray());
    }

    [Fact]
    public void Zeros_are_positive()
    {
        double[] x = [1, 4];
        Assert.All(Differentiate.Jacobian(v => -v, x).ToArray(), e => Assert.True(e == -1 || BitConverter.DoubleToInt64Bits(e) == 0));
        Assert.All(Differentiate.Jacobian(v => -v.Tape.Stack(0, v, v), x).ToArray(), e => Assert.True(e == -1 || BitConverter.DoubleToInt64Bits(e) == 0));
    }

    [Fact]
    public void Empty_and_scalar_results_have_a_jacobian()
    {
        double[] x = [1, 4];
        Assert.Equal([0, 2], Differentiate.Jacobian(v => v.Slice(0, 0..0), x).Lengths.ToArray());
        Assert.Equal([2.0, 8], Differentiate.Jacobian(v => v.Square().Sum(), x).ToArray());
        Assert.Equal([3, 0], Differentiate.Jacobian(v => v.Tape.Constant([1.0, 2, 3], [3]), Array.Empty<double>()).Lengths.ToArray());
    }

    /// <summary>The identity, counting the calls of its kernel; its derivative is itself.</summary>
    private readonly record struct CountedOperation(System.Runtime.CompilerServices.StrongBox<int> Calls) : IKernelOperation<CountedOperation, double>
    {
        public static string Name => "Counted";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            Calls.Value++;
            operands[0].Span.CopyTo(destination);
        }

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Apply(this));
    }
}
