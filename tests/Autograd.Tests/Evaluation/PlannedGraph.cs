using Autograd.Tests.Operations;

namespace Autograd.Tests.Evaluation;

/// <summary>
/// A random program of rows of the operation table, each taking what earlier ones gave, with leaves of all kinds. Its structure follows from a seed
/// alone, so that it can be recorded again and again with other values.
/// </summary>
internal sealed class PlannedGraph(int seed, int rows)
{
    private const int Order = 2;
    /// <summary>Without those that refuse matrices of other kinds than theirs.</summary>
    private static readonly OperationCase<double>[] Table = [.. OperationCases<double>.All.Where(row => row.Operands.All(operand => operand.Kind == OperandKind.Any))];
    private readonly Dictionary<Shape, Parameter<double>> _parameters = [];
    private Random _choices = new(seed);
    private Random _values = new(seed);

    public int Seed => seed;

    public override string ToString() => $"new PlannedGraph({seed}, {rows})";

    /// <summary>Records the program and its derivatives.</summary>
    /// <param name="tape">Where.</param>
    /// <param name="values">Which values the leaves get.</param>
    /// <param name="read">Asked after each row, and at the end, with what there is to be read.</param>
    public void Record(Tape<double> tape, int values, Action<List<Variable<double>>> read)
    {
        _choices = new Random(seed);
        _values = new Random(values);
        foreach (Parameter<double> parameter in _parameters.Values) Fill(parameter.Update());
        List<Variable<double>> pool = [Leaf(tape, [2, 3]), Leaf(tape, [])], leaves = [pool[0]];
        if (!pool[0].IsDifferentiable) leaves[0] = tape.Variable(Fill(new double[3]), [3], "x");
        pool.Add(leaves[0]);
        for (int k = 0; k < rows; k++)
        {
            if (_choices.Next(8) == 0) AddTwice(tape, pool);
            if (_choices.Next(2) == 0)
            {
                for (int simple = _choices.Next(5); simple >= 0; simple--) pool.Add(Simple(tape, pool));
                read(pool);
                continue;
            }

            if (_choices.Next(4) == 0)
            {
                pool.Add(tape.Checkpoint(x => Simple(tape, [.. pool, x, x], 2 + _choices.Next(5)), pool[_choices.Next(pool.Count)]));
                read(pool);
                continue;
            }

            OperationCase<double> row = Table[_choices.Next(Table.Length)];
            var operands = new Variable<double>[row.Operands.Length];
            for (int o = 0; o < operands.Length; o++) operands[o] = Fit(tape, pool, row.Operands[o]);
            pool.Add(row.Build(operands));
            if (_choices.Next(8) == 0) pool.Add(row.Build(operands));
            read(pool);
        }

        Variable<double> loss = leaves[0].Square().Sum();
        foreach (Variable<double> output in pool[^Math.Min(3, pool.Count)..]) loss = output.Square().Sum() + (0.5 * loss);
        pool.Add(loss);
        read(pool);
        int order = _choices.Next(Order + 1);
        for (int k = 0; k < order && loss.IsDifferentiable; k++)
        {
            Gradients<double> gradients = loss.Backward();
            var first = gradients[leaves[0]];
            pool.Add(first);
            Variable<double> inner = pool[_choices.Next(pool.Count)];
            if (inner.IsDifferentiable) pool.Add(gradients[inner]);
            foreach (Parameter<double> parameter in _parameters.Values)
            {
                if (gradients.IsConnected(parameter)) pool.Add(gradients[parameter]);
            }

            read(pool);
            Variable<double> last = pool[^1];
            pool.Add(last.Square() - last);
            pool.Add(pool[^1].Flatten().CumulativeSum(0));
            read(pool);
            loss = (first * (k + 2)).Sum() + (0.25 * pool[^1].Sum());
        }
    }

    /// <summary>What groups, views and places taken over are made of: operations of any shape, mostly on what came last.</summary>
    private Variable<double> Simple(Tape<double> tape, List<Variable<double>> pool)
    {
        Variable<double> x = pool[_choices.Next(3) == 0 ? _choices.Next(pool.Count) : pool.Count - 1], y = pool[_choices.Next(pool.Count)];
        Shape a = x.Shape, b = y.Shape;
        if (!Shape.TryBroadcast(in a, in b, out Shape both) || both.ElementCount > 200) y = x;
        int d = a.Rank == 0 ? 0 : _choices.Next(a.Rank);
        return _choices.Next(16) switch
        {
            0 => x + y,
            1 => x * y,
            2 => y - x.Sin(),
            3 => tape.Where(x > y, x, 2 * y),
            4 => x.Tanh(),
            5 => x.Square().Sigmoid(),
            6 => 1 - x,
            7 when a.Rank > 1 => x.Transpose(),
            8 when a.Rank > 0 => x.Flip(d),
            9 when a.Rank > 0 && a[d] > 1 => x.Slice(d, 0..1) + x,
            10 when a.Rank > 0 => x.Sum([d], keep: true) * x,
            11 when a.Rank > 0 => x.CumulativeSum(d),
            12 when a.Rank > 0 => x.Flip(d).Flatten(),
            13 when a.Rank > 0 => x.Softmax(d),
            14 when a.Rank > 1 => x.Transpose().Reshape(a) + x,
            _ => x.Cos(),
        };
    }

    /// <summary>The same operations of the same operands, twice.</summary>
    private void AddTwice(Tape<double> tape, List<Variable<double>> pool)
    {
        Random choices = _choices;
        Variable<double>[] before = [.. pool];
        int again = choices.Next();
        for (int time = 0; time < 2; time++)
        {
            _choices = new Random(again);
            pool.Add(Simple(tape, [.. before], 1 + _choices.Next(3)));
        }

        _choices = choices;
    }

    private Variable<double> Simple(Tape<double> tape, List<Variable<double>> pool, int count)
    {
        for (int k = 0; k < count; k++) pool.Add(Simple(tape, pool));
        return pool[^1];
    }

    private Variable<double> Leaf(Tape<double> tape, Shape shape)
    {
        switch (_choices.Next(4))
        {
            case 0:
                return tape.Constant(Fill(new double[shape.ElementCount]), shape, "c");
            case 1:
                if (!_parameters.TryGetValue(shape, out Parameter<double>? parameter))
                {
                    _parameters.Add(shape, parameter = new Parameter<double>("p", shape));
                    Fill(parameter.Update());
                }

                return tape.Watch(parameter);
            default:
                return tape.Variable(Fill(new double[shape.ElementCount]), shape, "x");
        }
    }

    private double[] Fill(double[] elements)
    {
        Fill(elements.AsSpan());
        return elements;
    }

    private void Fill(Span<double> elements)
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = (4 * _values.NextDouble()) - 2;
    }

    /// <summary>Some earlier result in the shape and range that a row wants.</summary>
    private Variable<double> Fit(Tape<double> tape, List<Variable<double>> pool, Operand wanted)
    {
        Variable<double> x = pool[_choices.Next(pool.Count)];
        for (int k = pool.Count - 1; k >= 0 && _choices.Next(6) != 0 && x.Shape != wanted.Shape; k--) x = pool[k];
        Shape own = x.Shape, target = wanted.Shape;
        if (own != target)
        {
            bool stretches = Shape.TryBroadcast(in own, in target, out Shape both) && both == target;
            int choice = _choices.Next(4);
            if (stretches && choice < 2) x = x.BroadcastTo(target);
            else if (stretches && choice == 2) x = Leaf(tape, target) * x;
            else if (own.ElementCount == target.ElementCount) x = x.Reshape(target);
            else x = choice == 0 ? Leaf(tape, target) : (x.Sum() * 0.25).Tanh() + Leaf(tape, target);
        }

        if (wanted is { Low: -2, High: 2 } && _choices.Next(3) != 0) return x;
        return ((wanted.High - wanted.Low) * 0.49 * x.Tanh()) + ((wanted.High + wanted.Low) / 2);
    }
}
