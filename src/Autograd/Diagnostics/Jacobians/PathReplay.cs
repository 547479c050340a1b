using System.Numerics;

namespace Autograd;

/// <summary>
/// The part of a recorded program between two of its nodes, as a copy that can be run again on a tape of its own: with the values it
/// had, or with others. The input becomes a variable whatever it was, everything else is held fixed.
/// </summary>
internal sealed class PathReplay<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReplayedNode[] _steps;
    private readonly int _input;
    private readonly T[]?[] _recorded;

    /// <summary>Copies what the output depends on, down to the input and to the leaves.</summary>
    public PathReplay(Variable<T> output, Variable<T> input)
    {
        Tape<T> tape = output.Tape;
        OutputShape = tape.NodeOf(output, nameof(JacobianView)).Shape;
        InputShape = tape.NodeOf(input, nameof(JacobianView)).Shape;
        int[] nodes = NodesBetween(tape, output.Index, input.Index);
        var place = new Dictionary<int, int>();
        _steps = new ReplayedNode[nodes.Length];
        _recorded = new T[]?[nodes.Length];
        for (int k = 0; k < nodes.Length; k++)
        {
            int index = nodes[k];
            place.Add(index, k);
            if (index == input.Index) _input = k;
            Operation<T> operation = tape.Program[index].Operation;
            bool isLeaf = index == input.Index || operation.Kind == OperationKind.Leaf;
            bool isIndices = operation == LeafOperation<T>.Indices;
            int[] operands = isLeaf ? [] : Array.ConvertAll(tape.Program.OperandsOf(tape.Program[index]).ToArray(), operand => place[operand]);
            int[]? indices = isIndices ? new Indices<T>(tape.At(index)).Values.ToArray() : null;
            if (isLeaf && !isIndices) _recorded[k] = tape.At(index).ToArray();
            bool isFixed = index != input.Index && NodeText.Literal(tape, index) is not null;
            _steps[k] = new ReplayedNode(operation, operands, tape.Program[index].Shape, tape.Program[index].Name, indices, isFixed);
        }
    }

    public Shape OutputShape { get; }

    public Shape InputShape { get; }

    /// <summary>The values that the leaves and the input had.</summary>
    public T[]?[] Recorded => _recorded;

    /// <summary>
    /// Other values for the leaves and the input. Scalars that were written into expressions keep theirs: they belong to the program.
    /// </summary>
    public T[]?[] Random(Random random, double low, double high) => Drawn(random, _ => low, _ => high);

    /// <summary>Values no farther from those that the leaves and the input had than an eighth: matrices mostly stay what they are.</summary>
    public T[]?[] Near(Random random) => Drawn(random, value => 0.875 * value, value => 1.125 * value);

    private T[]?[] Drawn(Random random, Func<double, double> low, Func<double, double> high)
    {
        var values = new T[]?[_steps.Length];
        for (int k = 0; k < values.Length; k++)
        {
            if (_recorded[k] is not { } recorded) continue;
            values[k] = _steps[k].IsFixed ? recorded : new T[recorded.Length];
            if (_steps[k].IsFixed) continue;
            for (int i = 0; i < recorded.Length; i++)
            {
                double value = double.CreateTruncating(recorded[i]), least = low(value);
                values[k]![i] = T.CreateTruncating(least + ((high(value) - least) * random.NextDouble()));
            }
        }

        return values;
    }

    /// <summary>
    /// The Jacobian for some values, output elements as rows: by one reverse walk for each row, or by one product with a direction, which is
    /// two walks, for each column where columns are fewer.
    /// </summary>
    public T[] Jacobian(T[]?[] values)
    {
        using var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        int rows = OutputShape.ElementCount, columns = InputShape.ElementCount;
        var entries = new T[checked(rows * columns)];
        bool byColumns = 2L * columns < rows;
        var unit = new T[byColumns ? columns : rows];
        for (int k = 0; k < unit.Length; k++)
        {
            unit[k] = T.One;
            if (byColumns) CopyColumn(Jvp(tape, values, unit).Span, entries.AsSpan(k), columns);
            else Vjp(tape, values, unit).Span.CopyTo(entries.AsSpan(k * columns, columns));
            unit[k] = T.Zero;
        }

        return entries;
    }

    private static void CopyColumn(ReadOnlySpan<T> column, Span<T> entries, int columns)
    {
        for (int row = 0; row < column.Length; row++) entries[row * columns] = column[row];
    }

    /// <summary>The vector-Jacobian product, and how many multiply-adds carry the cotangent back. Slopes do not count: they are entries of the Jacobian.</summary>
    public (T[] Product, long MultiplyAdds) Vjp(ReadOnlySpan<T> cotangent)
    {
        using var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<T> product = Vjp(tape, _recorded, cotangent);
        var carries = new bool[tape.NodeCount];
        var wanted = new bool[tape.NodeCount];
        carries[_steps.Length] = true;
        for (int i = _steps.Length + 1; i < tape.NodeCount; i++)
        {
            foreach (int operand in tape.Program.OperandsOf(tape.Program[i])) carries[i] |= carries[operand];
        }

        long count = 0;
        wanted[product.Index] = true;
        for (int i = product.Index; i > _steps.Length; i--)
        {
            if (!wanted[i] || !carries[i]) continue;
            ReadOnlySpan<int> operands = tape.Program.OperandsOf(tape.Program[i]);
            foreach (int operand in operands) wanted[operand] = true;
            Shape[] shapes = Array.ConvertAll(operands.ToArray(), operand => tape.Program[operand].Shape);
            count += tape.Program[i].Operation.CountMultiplyAdds(shapes, tape.Program[i].Shape);
        }

        return (product.ToArray(), count);
    }

    /// <summary>The nodes with names, other than the input, with their shapes and their values for some values of the leaves.</summary>
    public IEnumerable<(string Name, Shape Shape, T[] Values)> Named(T[]?[] values, int elements)
    {
        using var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Record(tape, values);
        for (int k = 0; k < _steps.Length - 1; k++)
        {
            if (k == _input || _steps[k].Indices is not null || _steps[k].Name is not { } name || _steps[k].Shape.ElementCount != elements) continue;
            yield return (NodeText.OneLine(name, 32), _steps[k].Shape, tape.At(k).ToArray());
        }
    }

    private Variable<T> Vjp(Tape<T> tape, T[]?[] values, ReadOnlySpan<T> cotangent)
    {
        Record(tape, values);
        Variable<T> seed = tape.Constant(cotangent, OutputShape, null);
        return Differentiate.Pullback(tape.At(_steps.Length - 1), seed)[tape.At(_input)];
    }

    private Variable<T> Jvp(Tape<T> tape, T[]?[] values, ReadOnlySpan<T> direction)
    {
        Record(tape, values);
        Variable<T> tangent = tape.Constant(direction, InputShape, null);
        return Differentiate.Pushforward(tape.At(_steps.Length - 1), tape.At(_input), tangent);
    }

    /// <summary>Records the steps as nodes of the same numbers on an emptied tape.</summary>
    private void Record(Tape<T> tape, T[]?[] values)
    {
        tape.Reset();
        for (int k = 0; k < _steps.Length; k++)
        {
            ReplayedNode step = _steps[k];
            if (k == _input) tape.Variable(values[k], step.Shape, step.Name);
            else if (step.Indices is { } indices) tape.Indices(indices, step.Shape, step.Name);
            else if (values[k] is { } constant) tape.Constant(constant, step.Shape, step.Name);
            else tape.Replay(step.Operation, step.Operands, in step.Shape);
        }
    }

    private static int[] NodesBetween(Tape<T> tape, int output, int input)
    {
        var needed = new bool[Math.Max(output, input) + 1];
        needed[output] = needed[input] = true;
        for (int i = output; i >= 0; i--)
        {
            if (!needed[i] || i == input) continue;
            foreach (int operand in tape.Program.OperandsOf(tape.Program[i])) needed[operand] = true;
        }

        // The output comes last; an input recorded after it is not on its way.
        IEnumerable<int> before = Enumerable.Range(0, output).Where(i => needed[i]);
        return input > output ? [.. before.Append(input), output] : [.. before, output];
    }

    private sealed class ReplayedNode(Operation<T> operation, int[] operands, Shape shape, string? name, int[]? indices, bool isFixed)
    {
        public readonly Operation<T> Operation = operation;
        public readonly int[] Operands = operands;
        public readonly Shape Shape = shape;
        public readonly string? Name = name;
        public readonly int[]? Indices = indices;
        public readonly bool IsFixed = isFixed;
    }
}
