using System.Numerics;

namespace Autograd.Tests.Operations;

/// <summary>What holds for an operation, in the table of cases; each statement is tested.</summary>
[Flags]
public enum Traits
{
    None = 0,

    /// <summary>f(x + y) = f(x) + f(y), all operands taken together.</summary>
    Linear = 1,

    /// <summary>An element of the result depends on the elements at its own place only.</summary>
    Elementwise = 2,

    /// <summary>Cotangents stop here.</summary>
    NotDifferentiable = 4,

    /// <summary>A kernel sums products of operands and cotangents, where 0 · ∞ is NaN.</summary>
    SumsProducts = 8,
}

/// <summary>What the matrices of an operand are.</summary>
public enum OperandKind
{
    /// <summary>Anything: elements of a range.</summary>
    Any,

    /// <summary>Square and far from singular, with singular values that differ.</summary>
    Invertible,

    /// <summary>Equal to its transpose, with eigenvalues that differ.</summary>
    Symmetric,

    /// <summary>Symmetric with eigenvalues above 0.</summary>
    PositiveDefinite,

    /// <summary>With a large diagonal and both triangles filled, of which an operation reads one.</summary>
    Triangular,

    /// <summary>With orthonormal columns.</summary>
    Orthogonal,
}

/// <summary>An operand of a case: lengths, the range of its values, which end away from 0, from halves and from each other, and what is made of them.</summary>
public readonly record struct Operand(Shape Shape, double Low, double High, OperandKind Kind = OperandKind.Any)
{
    /// <summary>Values as they are, or matrices of a kind made of them, exact in float.</summary>
    public double[] Values(int position)
    {
        double[] values = Spread(position);
        if (Kind == OperandKind.Any || values.Length == 0) return values;
        int rows = Shape[^2], columns = Shape[^1];
        for (int at = 0; at < values.Length; at += rows * columns) Matrices.Make(Kind, values.AsSpan(at, rows * columns), rows, columns);
        return Array.ConvertAll(values, value => (double)(float)value);
    }

    /// <summary>
    /// Values on a grid over the range, in random order, none twice, exact in float. The offset within a grid cell depends on the
    /// operand's position: with 40 cells over −2…2 values stay 0.02 away from the multiples of 0.1 and from other operands' values.
    /// </summary>
    private double[] Spread(int position)
    {
        int count = Shape.ElementCount, cells = Math.Max(40, count);
        var random = new SplitMix64((ulong)(101 + position));
        var order = new int[cells];
        for (int i = 0; i < cells; i++) order[i] = i;
        var values = new double[count];
        double step = (High - Low) / cells, offset = 0.3 + (0.2 * (position % 3));
        for (int i = 0; i < count; i++)
        {
            int chosen = i + (int)(random.Next() % (ulong)(cells - i));
            (order[i], order[chosen]) = (order[chosen], order[i]);
            values[i] = (float)(Low + ((order[i] + offset) * step));
        }

        return values;
    }
}

/// <summary>A row of the table: an operation, how it is called, on what.</summary>
/// <param name="Operation">The public method's name; operators as the compiler calls them, <c>op_Addition</c>.</param>
/// <param name="Call">The C# text of <paramref name="Build"/>.</param>
/// <param name="Operands">The operands.</param>
/// <param name="Build">Records it.</param>
/// <param name="Traits">What holds for it.</param>
/// <param name="Order">The highest order of derivative that is checked.</param>
/// <param name="Slack">How many times as far from what is expected as usual a result may be: of a matrix, as its condition.</param>
internal sealed record OperationCase<T>(
    string Operation, string Call, Operand[] Operands, Func<Variable<T>[], Variable<T>> Build, Traits Traits, int Order, double Slack = 1)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public bool IsDifferentiable => (Traits & Traits.NotDifferentiable) == 0;

    public bool Has(Traits trait) => (Traits & trait) != 0;

    /// <summary>Values and lengths of the operands.</summary>
    public (double[] Values, Shape Shape)[] Inputs()
    {
        var inputs = new (double[] Values, Shape Shape)[Operands.Length];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = (Operands[k].Values(k), Operands[k].Shape);
        return inputs;
    }

    public override string ToString() => $"{Operation}: {Call} on {string.Join(", ", Operands.Select(o => o.Shape))}";
}

/// <summary>A case recorded on a tape, and its cotangents for a fixed random one.</summary>
internal sealed class Recorded<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Recorded(OperationCase<T> row, EvaluationMode evaluation = EvaluationMode.Eager)
        : this(row, row.Inputs(), evaluation)
    {
    }

    public Recorded(OperationCase<T> row, (double[] Values, Shape Shape)[] inputs, EvaluationMode evaluation = EvaluationMode.Eager)
    {
        Tape = new Tape<T>(new TapeOptions { Evaluation = evaluation });
        Inputs = Array.ConvertAll(inputs, input => Tape.Variable(Convert(input.Values), input.Shape, "x"));
        Result = row.Build(Inputs);
    }

    public Tape<T> Tape { get; }

    public Variable<T>[] Inputs { get; }

    public Variable<T> Result { get; }

    public static T[] Convert(double[] values) => Array.ConvertAll(values, value => T.CreateSaturating(value));

    /// <summary>The cotangent that all comparisons use, exact in float.</summary>
    public static double[] Direction(Shape shape) => Array.ConvertAll(new SplitMix64(7).NextDirection(shape.ElementCount), value => (double)(float)value);

    public T[][] Gradients() => Gradients(Direction(Result.Shape));

    public T[][] Gradients(double[] cotangent)
    {
        Gradients<T> gradients = Differentiate.Pullback(Result, Tape.Constant(Convert(cotangent), Result.Shape, "u"));
        return Array.ConvertAll(Inputs, input => gradients[input].ToArray());
    }

    public void Dispose() => Tape.Dispose();
}
