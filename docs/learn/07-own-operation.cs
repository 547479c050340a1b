#:project ../../src/Autograd.Training
using System.Numerics;
using Autograd;
using Autograd.Authoring;

double[] x = [-2.0, -0.5, 0.0, 3.0];
Console.WriteLine(Text(Differentiate.Gradient<double>(v => (v / (1 + v.Abs())).Sum(), x).ToArray()));

static string Text(double[] numbers) => string.Join(", ", numbers.Select(number => $"{number:0.000000}"));

Console.WriteLine(Text(Differentiate.Gradient<double>(v => v.Squash().Sum(), x).ToArray()));
Console.WriteLine(Text(Differentiate.Hessian<double>(v => v.Squash().Sum(), x).ToArray().Where((_, k) => k % 5 == 0).ToArray()));

double[] smooth = [-2.0, -0.5, 0.7, 3.0];
Console.WriteLine(GradientCheck.Check(v => v.Squash().Sum(), smooth).Passed);
Console.WriteLine(GradientCheck.Check(v => Differentiate.Gradient<double>(u => u.Squash().Sum())(v).Square().Sum(), smooth).Passed);

using var tape = new Tape<double>();
var edge = tape.Variable([double.PositiveInfinity, double.NaN, -0.0]);
Console.WriteLine($"{edge.Squash()}, slopes {edge.Squash().Sum().Backward()[edge]}");

/// <summary>x / (1 + |x|), element-wise, with dy/dx = 1 / (1 + |x|)².</summary>
readonly record struct SquashOperation<T> : IUnaryOperation<SquashOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Squash";

    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => x / (L.One + L.Abs(x));

    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy((x.Abs() + T.One).Square().Reciprocal());
}

static class OwnOperations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Variable<T> Squash() => x.Apply(new SquashOperation<T>());
    }
}
