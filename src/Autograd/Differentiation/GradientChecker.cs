namespace Autograd;

/// <summary>A run of <see cref="GradientCheck"/>: a function of several inputs and outputs, checked and lifted order by order.</summary>
internal sealed partial class GradientChecker
{
    private const double RelativeStep = 7e-4;
    private const double SmallestScale = 1e-3;

    private readonly Tape<double> _tape;
    private readonly GradientCheckOptions _options;
    private readonly List<GradientFinding> _findings = [];
    private SplitMix64 _random;

    private GradientChecker(Tape<double> tape, GradientCheckOptions options)
    {
        _tape = tape;
        _options = options;
        _random = new SplitMix64(options.Seed);
    }

    /// <summary>Checks a function at the given inputs, whose arrays it may change and restores.</summary>
    public static GradientReport Run(Func<Variable<double>[], Variable<double>> function, (double[] Values, Shape Shape)[] inputs, GradientCheckOptions options)
    {
        using var tape = new Tape<double>();
        var checker = new GradientChecker(tape, options);
        var places = new List<Place>();
        for (int k = 0; k < inputs.Length; k++)
        {
            places.Add(new Place(inputs.Length == 1 ? "the input" : $"input {k}", inputs[k].Values, inputs[k].Shape));
        }

        Func<Variable<double>[], Variable<double>[]> current = variables => [Differentiate.Output("GradientCheck", tape, function(variables))];
        for (int order = 1; order <= options.Order; order++)
        {
            if (order > 1) current = checker.Lift(current, places);
            checker.Check(order, current, places);
        }

        return new GradientReport(checker._findings);
    }

    /// <summary>The vector-Jacobian product as a function of the inputs and of a cotangent for each output, which become inputs.</summary>
    private Func<Variable<double>[], Variable<double>[]> Lift(Func<Variable<double>[], Variable<double>[]> function, List<Place> places)
    {
        int count = places.Count;
        Variable<double>[] outputs = function(Record(places));
        var shapes = Array.ConvertAll(outputs, output => output.Shape);
        for (int k = 0; k < shapes.Length; k++)
        {
            string name = shapes.Length == 1 ? "the cotangent" : $"cotangent {k}";
            places.Add(new Place(name, _random.NextDirection(shapes[k].ElementCount), shapes[k]));
        }

        return variables =>
        {
            Variable<double>[] inputs = variables[..count];
            Gradients<double> gradients = ReverseWalk<double>.Record(_tape, function(inputs), variables.AsSpan(count));
            return Array.ConvertAll(inputs, input => gradients[input]);
        };
    }

    private void Check(int order, Func<Variable<double>[], Variable<double>[]> function, List<Place> places)
    {
        Variable<double>[] inputs = Record(places), outputs = function(inputs);
        double[][] directions = Array.ConvertAll(outputs, output => _random.NextDirection(output.Shape.ElementCount));
        Gradients<double> gradients = ReverseWalk<double>.Record(_tape, outputs, Constants(directions, outputs));
        double[][] actual = Array.ConvertAll(inputs, input => gradients[input].ToArray());
        double smallestScale = SmallestScale * Math.Max(1, Product(outputs, directions).Size);
        CheckProducts(order, inputs, outputs, directions, actual, smallestScale);
        for (int k = 0; k < places.Count; k++)
        {
            if (places[k].Values.Length == 0) continue;
            double[] expected = Differences(function, places, places[k], directions);
            GradientFinding finding = WorstOf(order, k, places[k], expected, actual[k], smallestScale);
            bool isLost = !finding.Passed && (finding.Actual == 0 || !double.IsFinite(finding.Actual));
            _findings.Add(isLost ? finding with { Cause = Explain(function, places, k, directions) } : finding);
        }
    }

    /// <summary>Why a derivative is 0 or not finite, in a sentence.</summary>
    private string Explain(Func<Variable<double>[], Variable<double>[]> function, List<Place> places, int input, double[][] directions)
    {
        Variable<double>[] inputs = Record(places), outputs = function(inputs);
        return Explain(ReverseWalk<double>.Record(_tape, outputs, Constants(directions, outputs)), inputs[input]);
    }

    private static partial string Explain(Gradients<double> gradients, Variable<double> input);

    /// <summary>⟨u, J v⟩ = ⟨Jᵀ u, v⟩. Since Jᵀ u is linear in u, its derivative by u at any other place is J v.</summary>
    private void CheckProducts(int order, Variable<double>[] inputs, Variable<double>[] outputs, double[][] u, double[][] transposed, double smallestScale)
    {
        double[][] v = Array.ConvertAll(inputs, input => _random.NextDirection(input.Shape.ElementCount));
        var elsewhere = new Variable<double>[outputs.Length];
        for (int k = 0; k < outputs.Length; k++)
        {
            elsewhere[k] = _tape.Variable(_random.NextDirection(outputs[k].Shape.ElementCount), outputs[k].Shape, "u");
        }

        Gradients<double> pullback = ReverseWalk<double>.Record(_tape, outputs, elsewhere);
        Variable<double>[] cotangents = Array.ConvertAll(inputs, input => pullback[input]);
        Gradients<double> pushforward = ReverseWalk<double>.Record(_tape, cotangents, Constants(v, inputs));
        var (left, leftSize) = Product(Array.ConvertAll(elsewhere, variable => pushforward[variable]), u);
        double right = 0, rightSize = 0;
        for (int k = 0; k < v.Length; k++)
        {
            for (int i = 0; i < v[k].Length; i++)
            {
                right += transposed[k][i] * v[k][i];
                rightSize += Math.Abs(transposed[k][i] * v[k][i]);
            }
        }

        _findings.Add(new GradientFinding(
            GradientCheckKind.Products, order, -1, "", Shape.Scalar, [], left, right, Math.Max(leftSize + rightSize, smallestScale), _options.ProductTolerance));
    }

    /// <summary>The derivatives of Σ ⟨u, f⟩ by the elements of one input, by differences.</summary>
    private double[] Differences(Func<Variable<double>[], Variable<double>[]> function, List<Place> places, Place place, double[][] u)
    {
        double[] values = place.Values, derivatives = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i], step = RelativeStep * Math.Max(1, Math.Abs(x));
            step = x + step - x;
            double near = At(x + step) - At(x - step), far = At(x + (2 * step)) - At(x - (2 * step));
            derivatives[i] = ((8 * near) - far) / (12 * step);
            values[i] = x;

            double At(double moved)
            {
                values[i] = moved;
                return Product(function(Record(places)), u).Value;
            }
        }

        return derivatives;
    }

    private GradientFinding WorstOf(int order, int input, Place place, double[] expected, double[] actual, double smallestScale)
    {
        double scale = smallestScale;
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsFinite(expected[i])) scale = Math.Max(scale, Math.Abs(expected[i]));
            if (Distance(i) > Distance(worst)) worst = i;
        }

        return new GradientFinding(
            GradientCheckKind.Differences, order, input, place.Name, place.Shape, IndexOf(worst, place.Shape), expected[worst], actual[worst], scale, _options.Tolerance);

        double Distance(int i)
        {
            double distance = Math.Abs(expected[i] - actual[i]);
            return double.IsNaN(distance) ? double.PositiveInfinity : distance;
        }
    }

    /// <summary>Starts a recording with the inputs as leaves.</summary>
    private Variable<double>[] Record(List<Place> places)
    {
        _tape.Reset();
        var variables = new Variable<double>[places.Count];
        for (int k = 0; k < variables.Length; k++) variables[k] = _tape.Variable(places[k].Values, places[k].Shape, $"x{k}");
        return variables;
    }

    private Variable<double>[] Constants(double[][] directions, Variable<double>[] shapes)
    {
        var constants = new Variable<double>[directions.Length];
        for (int k = 0; k < constants.Length; k++) constants[k] = _tape.Constant(directions[k], shapes[k].Shape, null);
        return constants;
    }

    /// <summary>Σ u y and Σ |u y| over all elements of all outputs.</summary>
    private static (double Value, double Size) Product(Variable<double>[] outputs, double[][] u)
    {
        double value = 0, size = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            ReadOnlySpan<double> y = outputs[k].Span;
            for (int i = 0; i < y.Length; i++)
            {
                value += u[k][i] * y[i];
                size += Math.Abs(u[k][i] * y[i]);
            }
        }

        return (value, size);
    }

    private static int[] IndexOf(int position, Shape shape)
    {
        var index = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            index[d] = position % shape[d];
            position /= shape[d];
        }

        return index;
    }

    private sealed record Place(string Name, double[] Values, Shape Shape);
}
