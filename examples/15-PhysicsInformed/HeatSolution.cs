namespace Autograd.Examples.PhysicsInformed;

/// <summary>
/// A network u(x, t) that is to solve the heat equation u_t = α u_xx for x and t from 0 to 1, with u = 0 at both ends and u = sin πx + ½ sin 3πx at the start.
/// It keeps these conditions by its form, u = start(x) + t x (1 − x) N(x, t); the equation is what it learns.
/// </summary>
internal sealed class HeatSolution : IDisposable
{
    /// <summary>α.</summary>
    public const double Conductivity = 0.05;

    private const int Units = 20;
    private const double LearningRate = 0.01;

    private readonly Tape<double> _tape = new();
    private readonly Sequential<double> _network;
    private readonly Adam<double> _optimizer;
    private readonly Schedule _schedule;
    private readonly double[] _x, _t;

    /// <summary>A network that knows nothing yet.</summary>
    /// <param name="points">How many points there are in either direction at which the equation is asked for.</param>
    /// <param name="steps">How often it will learn.</param>
    /// <param name="seed">Decides the first weights.</param>
    public HeatSolution(int points, int steps, ulong seed)
    {
        RandomGenerator random = new(seed);
        _network = new(
            new Linear<double>("in", 2, Units, Initializer.GlorotUniform, random),
            new ActivationLayer<double>("", x => x.Tanh()),
            new Linear<double>("inner", Units, Units, Initializer.GlorotUniform, random),
            new ActivationLayer<double>("", x => x.Tanh()),
            new Linear<double>("out", Units, 1, Initializer.GlorotUniform, random));
        _optimizer = new(_network.Parameters, LearningRate);
        _schedule = new CosineDecay(LearningRate, steps);
        double[] grid = [.. Enumerable.Range(0, points).Select(k => (k + 0.5) / points)];
        _x = [.. grid.SelectMany(_ => grid)];
        _t = [.. grid.SelectMany(t => Enumerable.Repeat(t, points))];
    }

    /// <summary>How many numbers it learns.</summary>
    public int ParameterCount => _network.Parameters.Sum(parameter => parameter.Shape.ElementCount);

    /// <summary>The solution in closed form.</summary>
    public static double Exact(double x, double t) =>
        (Math.Exp(-Conductivity * Math.PI * Math.PI * t) * Math.Sin(Math.PI * x)) + (0.5 * Math.Exp(-9 * Conductivity * Math.PI * Math.PI * t) * Math.Sin(3 * Math.PI * x));

    /// <summary>What the equation lacks at points: u_t − α u_xx, with derivatives of the network that are nodes like others.</summary>
    /// <remarks>Each u depends on its own point alone, so the derivatives of their sum are those of each.</remarks>
    public Variable<double> Residuals(Variable<double> x, Variable<double> t)
    {
        Variable<double> u = Values(x, t);
        Gradients<double> slopes = u.Sum().Backward();
        Variable<double> curvature = slopes[x].Sum().Backward()[x];
        return slopes[t] - (Conductivity * curvature);
    }

    /// <summary>u at points.</summary>
    public Variable<double> Values(Variable<double> x, Variable<double> t)
    {
        Variable<double> inner = _network.Forward(x.Tape.Stack(1, x, t), Pass.Inference).Reshape(x.Shape);
        return (x * Math.PI).Sin() + (0.5 * (x * (3 * Math.PI)).Sin()) + (t * x * (1 - x) * inner);
    }

    /// <summary>Learns once from all points.</summary>
    /// <returns>The mean squared residual before.</returns>
    public double Learn()
    {
        _tape.Reset();
        _optimizer.LearningRate = _schedule.RateAt(_optimizer.StepCount);
        Variable<double> loss = Residuals(_tape.Variable(_x), _tape.Variable(_t)).Square().Mean();
        _optimizer.Step(loss.Backward());
        return loss.Scalar;
    }

    /// <summary>u along x at a time.</summary>
    public double[] At(double time, double[] x)
    {
        _tape.Reset();
        return Values(_tape.Constant(x), _tape.Full(x.Length, time)).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();
}
