using System.Numerics;

namespace Autograd;

/// <summary>An explicit Runge-Kutta pair.</summary>
internal sealed class RungeKutta<T> : OneStepMethod<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RungeKuttaTableau _tableau;
    private readonly T[][] _stages, _dense;
    private readonly T[] _errors;

    public RungeKutta(RungeKuttaTableau tableau)
    {
        _tableau = tableau;
        _stages = Array.ConvertAll(tableau.Stages, Numbers);
        _dense = Array.ConvertAll(tableau.Dense, Numbers);
        _errors = Numbers(tableau.Errors);
    }

    public override int ErrorOrder => 5;

    public override double Memory => 0.04;

    public override bool EndsWithSlope => true;

    public override int Degree => 4;

    public override RecordedStep<T> Record(in StepOperands<T> step, Variable<T> first, bool withError)
    {
        int last = _stages.Length - 1;
        Variable<T> length = step.Length(), y = step.Y;
        var slopes = new Variable<T>[withError ? last + 1 : last];
        slopes[0] = first == default ? step.Slope(step.At(0), y) : first;
        for (int i = 1; i < last; i++) slopes[i] = step.Slope(step.At(_tableau.Nodes[i]), y + (length * Sum(_stages[i], slopes)));
        Variable<T> next = y + (length * Sum(_stages[last], slopes));
        if (!withError) return new(next, default, slopes);
        slopes[last] = step.Slope(step.At(1), next);
        return new(next, length * Sum(_errors, slopes), slopes);
    }

    public override void Interpolate(ReadOnlySpan<T> before, ReadOnlySpan<T> after, T[][] stages, T length, Span<T> coefficients)
    {
        int count = before.Length;
        coefficients.Clear();
        for (int j = 0; j < Degree; j++)
        {
            Span<T> coefficient = coefficients.Slice(j * count, count);
            for (int k = 0; k < stages.Length; k++)
            {
                T weight = length * _dense[k][j];
                for (int i = 0; i < count; i++) coefficient[i] += weight * stages[k][i];
            }
        }
    }

    private static Variable<T> Sum(T[] weights, Variable<T>[] slopes)
    {
        Variable<T> sum = default;
        for (int k = 0; k < weights.Length; k++)
        {
            if (weights[k] != T.Zero) sum = sum == default ? weights[k] * slopes[k] : sum + (weights[k] * slopes[k]);
        }

        return sum;
    }

    private static T[] Numbers(double[] numbers) => Array.ConvertAll(numbers, T.CreateChecked);
}
