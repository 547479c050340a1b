#:project ../../src/Autograd.Training
using Autograd;

const int N = 1000;
static Variable<double> Residual(Variable<double> u)
{
    var padded = u.Pad(0, 1, 1);
    Variable<double> left = padded[..^2], right = padded[2..];
    return (left - 2 * u + right) * 0.25 - 0.001 * u.Square().Square() + 0.001;
}

double[] u = new double[N];
Array.Fill(u, 0.5);
SparseMatrix<double> jacobian = Differentiate.SparseJacobian(Residual, u);
Console.WriteLine(jacobian);

using var function = new DifferentiableFunction<double>(Residual);
SparsityPattern pattern = function.JacobianPattern(u);
SparsityColoring coloring = SparsityColoring.OfJacobian(pattern);
Console.WriteLine(coloring);

double[] values = new double[pattern.EntryCount];
for (int step = 1; step <= 8; step++)
{
    function.SparseJacobian(u, coloring, values);
    double[] r = Value(u);
    Solve(pattern, values, r);
    for (int i = 0; i < N; i++) u[i] -= r[i];
    Console.WriteLine($"step {step}: largest residual {Value(u).Max(Math.Abs):0.0e+00}, middle {u[N / 2]:0.000000}");
}

static double[] Value(double[] u)
{
    using var tape = new Tape<double>();
    return Residual(tape.Constant(u)).ToArray();
}

static void Solve(SparsityPattern pattern, double[] values, double[] r)
{
    double[] diagonal = new double[N], upper = new double[N];
    ReadOnlySpan<int> starts = pattern.RowStarts;
    for (int i = 0; i < N; i++)
    {
        int first = starts[i], own = i == 0 ? first : first + 1;
        diagonal[i] = values[own];
        if (i < N - 1) upper[i] = values[own + 1];
        if (i == 0) continue;
        double factor = values[first] / diagonal[i - 1];
        diagonal[i] -= factor * upper[i - 1];
        r[i] -= factor * r[i - 1];
    }

    for (int i = N - 1; i >= 0; i--) r[i] = (r[i] - (i < N - 1 ? upper[i] * r[i + 1] : 0)) / diagonal[i];
}

File.WriteAllText("13-pattern.svg", Differentiate.JacobianPattern(Residual, new double[24]).ToSvg());
