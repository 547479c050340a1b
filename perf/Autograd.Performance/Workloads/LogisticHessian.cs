using System.Numerics.Tensors;
using Autograd.Examples.Digits;

namespace Autograd.Performance;

/// <summary>The full 64×64 Hessian of a logistic regression that tells odd digits from even ones, on all 1,797 scans.</summary>
internal sealed class LogisticHessian : Workload
{
    private readonly float[] _x;
    private readonly float[] _t;
    private readonly Tensor<float> _weights;
    private readonly int _count;

    public LogisticHessian()
    {
        DigitSet digits = DigitSet.Load();
        _count = digits.Count;
        var odd = new float[_count];
        for (int i = 0; i < _count; i++) odd[i] = digits.Labels[i] % 2;
        _x = Inputs.Data("x", [_count, DigitSet.PixelCount], digits.Pixels.ToArray());
        _t = Inputs.Data("t", [_count], odd);
        _weights = Tensor.Create(Inputs.Data<float>("w", [DigitSet.PixelCount], 0.1), [DigitSet.PixelCount]);
    }

    /// <summary>Computes the Hessian and returns its trace.</summary>
    public override double Step()
    {
        Tensor<float> hessian = Differentiate.Hessian<float>(Loss, _weights.AsReadOnlyTensorSpan());
        double trace = 0;
        for (int i = 0; i < DigitSet.PixelCount; i++) trace += hessian[i, i];
        return trace;
    }

    public override void Dispose()
    {
    }

    private Variable<float> Loss(Variable<float> weights)
    {
        Variable<float> x = weights.Tape.Constant(_x, [_count, DigitSet.PixelCount]);
        return x.MatMul(weights).BinaryCrossEntropyWithLogits(weights.Tape.Constant(_t, [_count]));
    }
}
