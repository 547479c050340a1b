#:project ../../src/Autograd.Solvers
using Autograd;

using var pendulum = new DifferentialEquation<double>((t, y, p) =>
{
    Variable<double> angle = y.At(0, 0), speed = y.At(0, 1);
    return y.Tape.Stack(0, speed, -p[0].At(0, 0) * speed - p[0].At(0, 1) * angle.Sin());
});
double[] constants = [0.1, 9.81];
OdeSolution<double> swing = pendulum.Solve([2.0, 0.0], 0, 10, constants);
foreach (double t in (double[])[0, 2.5, 5, 7.5, 10]) Console.WriteLine($"t = {t,4:0.0}: angle {swing.At(t)[0],7:0.0000}");
Console.WriteLine(swing);

using var tape = new Tape<double>();
var start = tape.Variable([2.0, 0.0]);
var parameters = tape.Variable([0.1, 9.81]);
var states = pendulum.Solve(start, tape.Constant([0.0, 10.0]), parameters);          // [2, 2]: times, angle and speed
var last = states.At(0, ^1).At(0, 0);
var gradients = last.Backward();
Console.WriteLine($"angle {last:0.0000}; by friction and g/l {gradients[parameters]:0.0000}; by the start {gradients[start]:0.0000}");

double At(double friction)
{
    double[] changed = [friction, 9.81];
    return pendulum.Solve([2.0, 0.0], 0, 10, changed).At(10)[0];
}

const double H = 1e-3;
Console.WriteLine($"difference {(At(0.1 + H) - At(0.1 - H)) / (2 * H):0.0000}");

var random = new RandomGenerator(seed: 5);
double[] times = [.. Enumerable.Range(0, 21).Select(k => k * 0.25)];
double[] truth = [0.3, 6.0];
OdeSolution<double> hidden = pendulum.Solve([1.0, 0.0], 0, 5, truth);
double[] measured = [.. times.Select(t => hidden.At(t)[0] + 0.01 * random.NextNormal())];
var fit = NonlinearLeastSquares.LevenbergMarquardt(
    p => pendulum.Solve(p.Tape.Constant([1.0, 0.0]), p.Tape.Constant(times), p).At(1, 0) - p.Tape.Constant(measured), [0.1, 9.0]);
Console.WriteLine($"friction {fit.X[0]:0.000}, g/l {fit.X[1]:0.00} after {fit.Iterations} iterations: {fit.Reason}");
