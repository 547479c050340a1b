namespace Autograd.Examples.Derivation;

/// <summary>Compares each line's numbers with the plain loops: forward lines directly, gradients with differences of the loss.</summary>
internal sealed class NumericCheck(Network network)
{
    /// <summary>The largest difference that counts as agreement; five-point differences are exact to about 1e-11.</summary>
    public const double Tolerance = 1e-8;

    private const double Step = 1e-3;
    private const double StepAtKinks = 1e-4;
    private readonly Dictionary<string, double[]> _forward = network.Forward();

    /// <summary>The largest difference in a line.</summary>
    public double Of(Equation<double> line)
    {
        double[] numbers = line.Variable.ToArray();
        double[] expected = line.Part == EquationPart.Forward ? _forward[line.Name] : Differences(line.Name.TrimStart('∇'));
        return numbers.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
    }

    /// <summary>∂J by each number of a quantity: how J moves when that number alone is moved, by the five-point rule.</summary>
    private double[] Differences(string name)
    {
        double h = network.Settings.Activation == Activation.Relu ? StepAtKinks : Step;
        return [.. Enumerable.Range(0, _forward[name].Length).Select(i =>
            ((8 * (J(i, h) - J(i, -h))) - (J(i, 2 * h) - J(i, -2 * h))) / (12 * h))];

        double J(int index, double by) => network.Forward(name, index, by)["J"][0];
    }
}
