#:project ../../src/Autograd.Training
using Autograd;

double[] x = [0.5, -1.0, 2.0];
Console.WriteLine("y = tanh(x), its Jacobian:");
Print(Differentiate.Jacobian<double>(v => v.Tanh(), x).ToArray(), 3);

static void Print(double[] jacobian, int columns)
{
    foreach (var row in jacobian.Chunk(columns)) Console.WriteLine("  " + string.Join("  ", row.Select(entry => $"{entry,7:0.0000}")));
}

double[] u = [1.0, 10.0, 100.0];
var (y, cotangent) = Differentiate.Vjp<double>(v => v.Tanh(), x, u);
for (int i = 0; i < 3; i++) Console.WriteLine($"{cotangent[i]:0.0000} = {u[i]} · (1 − {y[i]:0.0000}²)");

double[,] W = { { 1, 2, 3 }, { 4, 5, 6 } };
Console.WriteLine("y = W x, its Jacobian by x is W itself:");
Print(Differentiate.Jacobian<double>(v => v.Tape.Constant(W).MatMul(v), x).ToArray(), 3);
Console.WriteLine("its Jacobian by W, one row of numbers for each element of y:");
Print(Differentiate.Jacobian<double>(w => w.Reshape(2, 3).MatMul(w.Tape.Constant(x)), [1, 2, 3, 4, 5, 6]).ToArray(), 6);

double[] direction = [0.3, -0.2, 0.7];
var (_, tangent) = Differentiate.Jvp<double>(v => v.Tanh(), x, direction);
double left = 0, right = 0;
for (int i = 0; i < 3; i++) (left, right) = (left + u[i] * tangent[i], right + cotangent[i] * direction[i]);
Console.WriteLine($"{left:0.000000000} = {right:0.000000000}");

Console.WriteLine(GradientCheck.Check(v => (v.Tanh() * v).Sum(), x).Passed);
