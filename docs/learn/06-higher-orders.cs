#:project ../../src/Autograd.Training
using Autograd;

using var tape = new Tape<double>();
var x = tape.Variable(0.5);
var y = x.Sin();
for (int order = 0; order <= 4; order++)
{
    Console.WriteLine($"order {order}: {y:0.000000}");
    y = y.Backward()[x];
}

static Variable<double> Valley(Variable<double> v) => (1 - v[0]).Square() + 100 * (v[1] - v[0].Square()).Square();

double[] start = [-1.2, 1.0];
Console.WriteLine($"∇f   = {Text(Differentiate.Gradient<double>(Valley, start).ToArray())}");
Console.WriteLine($"∇²f  = {Text(Differentiate.Hessian<double>(Valley, start).ToArray())}");
Console.WriteLine($"∇²f·e₁ = {Text(Differentiate.HessianVectorProduct<double>(Valley, start, [1.0, 0.0]).ToArray())}");

static string Text(double[] numbers) => string.Join(", ", numbers.Select(number => $"{number:0.###}"));

double[] point = start;
for (int step = 1; step <= 6; step++)
{
    double[] g = Differentiate.Gradient<double>(Valley, point).ToArray(), H = Differentiate.Hessian<double>(Valley, point).ToArray();
    double determinant = (H[0] * H[3]) - (H[1] * H[2]);
    point = [point[0] - (((H[3] * g[0]) - (H[1] * g[1])) / determinant), point[1] - (((H[0] * g[1]) - (H[2] * g[0])) / determinant)];
    Console.WriteLine($"step {step}: f = {Differentiate.ValueAndGradient<double>(Valley, point).Value:0.0e+00} at {Text(point)}");
}

tape.Reset();
var w = tape.Variable([0.3, -0.8, 0.5]);
var input = tape.Variable([1.0, 2.0, -1.0]);
var output = (w * input).Sum().Tanh();
var penalty = output.Backward()[input].Square().Sum();       // ‖∂output/∂input‖²
Console.WriteLine($"penalty {penalty:0.000000}, its gradient by the weights {penalty.Backward()[w]:0.000000}");
