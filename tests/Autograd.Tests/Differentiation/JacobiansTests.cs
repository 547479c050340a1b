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

    /// <summary>
    /// Columns and directional derivatives differentiate a reverse walk by its cotangent. By what it was computed from, which would be second
    /// derivatives, nobody asks.
    /// </summary>
    [Fact]
    public void Forward_products_ask_for_no_second_derivatives()
    {
        var asked = new System.Runtime.CompilerServices.StrongBox<int>();
        double[] x = [0.5, 2], direction = [1, -1];
        static Variable<double> Twice(Variable<double> y) => y.Tape.Concatenate(0, y, y);
        var jacobian = Differentiate.Jacobian(v => Twice(v.Apply(new SquareOperation(asked))), x);
        Assert.Equal([1, 0, 0, 4, 1, 0, 0, 4], jacobian.ToArray());
        Assert.Equal([1, -4], Differentiate.Jvp(v => v.Apply(new SquareOperation(asked)), x, direction).Tangent.ToArray());
        var sparse = Differentiate.SparseJacobian(v => Twice(v.Apply(new SquareOperation(asked))), x, SparsityColoring.OfColumns(SparsityPattern.FromEntries(4, 2, [(0, 0), (1, 1), (2, 0), (3, 1)])));
        Assert.Equal([1, 4, 1, 4], sparse.Values.ToArray());
        Assert.Equal(0, asked.Value);

        // Where they are asked for, they are there: of the product with a fixed direction, 2 v ẋ, by v.
        Assert.Equal([2, -2], Differentiate.Gradient(v => Differentiate.Pushforward(v.Apply(new SquareOperation(asked)), v, v.Tape.Constant(direction)).Sum(), x).ToArray());
        Assert.True(asked.Value > 0);
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

    /// <summary>x², counting how often somebody asks for its second derivative.</summary>
    private readonly record struct SquareOperation(System.Runtime.CompilerServices.StrongBox<int> Asked) : IKernelOperation<SquareOperation, double>
    {
        public static string Name => "CountedSquare";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination) => System.Numerics.Tensors.TensorPrimitives.Multiply(operands[0].Span, operands[0].Span, destination);

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent.Tape.Record(new SlopeOperation(Asked), [context.Cotangent, context[0]]));
    }

    /// <summary>2 x ȳ.</summary>
    private readonly record struct SlopeOperation(System.Runtime.CompilerServices.StrongBox<int> Asked) : IKernelOperation<SlopeOperation, double>
    {
        public static string Name => "CountedSlope";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            for (int i = 0; i < destination.Length; i++) destination[i] = 2 * operands[0].Span[i] * operands[1].Span[i];
        }

        public void Vjp(in VjpContext<double> context)
        {
            if (context.Needs(0)) context.Contribute(0, context.Cotangent.Tape.Record(this, [context.Cotangent, context[1]]));
            if (!context.Needs(1)) return;
            Asked.Value++;
            context.Contribute(1, context.Cotangent.Tape.Record(this, [context.Cotangent, context[0]]));
        }
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
