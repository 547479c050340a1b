#:project ../../src/Autograd.Training
using Autograd;

double[] x = [0.5, -1.0];
double t = 1.0;
double[,] W1 = { { 0.1, 0.4 }, { -0.3, 0.2 }, { 0.5, -0.6 } };
double[] b1 = [0.1, 0.0, -0.2], w2 = [0.7, -0.5, 0.3];
double b2 = 0.2;

double[] h = new double[3];
for (int i = 0; i < 3; i++) h[i] = Sigmoid((W1[i, 0] * x[0]) + (W1[i, 1] * x[1]) + b1[i]);
double z = Sigmoid((w2[0] * h[0]) + (w2[1] * h[1]) + (w2[2] * h[2]) + b2);
Console.WriteLine($"z = {z:0.000000}, J = {0.5 * (t - z) * (t - z):0.000000}");

static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

double gA2 = -(t - z) * z * (1 - z);                                          // ∂J/∂a₂
double[] gW2 = [gA2 * h[0], gA2 * h[1], gA2 * h[2]];
double[,] gW1 = new double[3, 2];
for (int i = 0; i < 3; i++)
{
    double gA1 = gA2 * w2[i] * h[i] * (1 - h[i]);                             // ∂J/∂a₁ᵢ
    for (int j = 0; j < 2; j++) gW1[i, j] = gA1 * x[j];
}

Console.WriteLine($"∇w2 = {gW2[0]:0.000000} {gW2[1]:0.000000} {gW2[2]:0.000000}");
Console.WriteLine($"∇W1 = {gW1[0, 0]:0.000000} {gW1[0, 1]:0.000000} {gW1[1, 0]:0.000000} {gW1[1, 1]:0.000000} {gW1[2, 0]:0.000000} {gW1[2, 1]:0.000000}");

using var tape = new Tape<double>();
var X = tape.Constant(x, [2], "x");
var V1 = tape.Variable(W1, name: "W1");
var c1 = tape.Variable(b1, [3], "b1");
var v2 = tape.Variable(w2, [3], "w2");
var c2 = tape.Variable(b2);

var H = (V1.MatMul(X) + c1).Sigmoid().Named("h");
var Z = (v2.Dot(H) + c2).Sigmoid().Named("z");
var J = Z.HalfMeanSquaredError(tape.Constant(t));

var gradients = J.Backward();
Console.WriteLine($"∇w2 = {gradients[v2]:0.000000}");
Console.WriteLine($"∇W1 = {gradients[V1]:0.000000}\n");
Console.WriteLine(J.Equations().ToText());
