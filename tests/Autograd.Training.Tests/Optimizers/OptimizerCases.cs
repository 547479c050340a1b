using System.Numerics;

namespace Autograd.Training.Tests.Optimizers;

/// <summary>The optimizers of expected.py: each optimizer, with several settings.</summary>
internal static class OptimizerCases
{
    public static TheoryData<string> Names { get; } = [.. Table<double>().Keys];

    /// <summary>The optimizers of a case, which update all parameters together.</summary>
    public static Optimizer<T>[] Make<T>(string name, Parameter<T>[] parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => Table<T>()[name](parameters);

    private static Dictionary<string, Func<Parameter<T>[], Optimizer<T>[]>> Table<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            ["GradientDescent"] = p => [new GradientDescent<T>(p, 0.1)],
            ["GradientDescent momentum decay"] = p => [new GradientDescent<T>(p, 0.02, momentum: 0.9, weightDecay: 0.05)],
            ["GradientDescent nesterov decay"] = p => [new GradientDescent<T>(p, 0.02, momentum: 0.9, weightDecay: 0.05, nesterov: true)],
            ["Adam"] = p => [new Adam<T>(p, 0.05)],
            ["Adam decay"] = p => [new Adam<T>(p, 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-4, weightDecay: 0.1)],
            ["Adam amsGrad decay"] = p => [new Adam<T>(p, 0.05, beta1: 0.8, beta2: 0.95, weightDecay: 0.1, amsGrad: true)],
            ["AdamW"] = p => [new AdamW<T>(p, 0.05)],
            ["AdamW decay"] = p => [new AdamW<T>(p, 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-4, weightDecay: 0.3)],
            ["AdamW amsGrad"] = p => [new AdamW<T>(p, 0.05, beta1: 0.8, beta2: 0.95, weightDecay: 0.1, amsGrad: true)],
            ["RmsProp"] = p => [new RmsProp<T>(p)],
            ["RmsProp decay"] = p => [new RmsProp<T>(p, 0.02, decay: 0.9, epsilon: 1e-4, weightDecay: 0.1)],
            ["RmsProp momentum"] = p => [new RmsProp<T>(p, 0.005, momentum: 0.8)],
            ["RmsProp centered"] = p => [new RmsProp<T>(p, 0.005, decay: 0.9, epsilon: 1e-3, centered: true)],
            ["RmsProp centered momentum"] = p => [new RmsProp<T>(p, 0.005, epsilon: 1e-3, weightDecay: 0.1, momentum: 0.8, centered: true)],
            ["Adagrad"] = p => [new Adagrad<T>(p, 0.1)],
            ["Adagrad decay"] = p => [new Adagrad<T>(p, 0.1, epsilon: 1e-6, weightDecay: 0.1, initialSum: 0.5)],
            ["Adadelta"] = p => [new Adadelta<T>(p)],
            ["Adadelta decay"] = p => [new Adadelta<T>(p, 0.5, decay: 0.8, epsilon: 1e-4, weightDecay: 0.1)],
            ["Lion"] = p => [new Lion<T>(p, 0.013)],
            ["Lion decay"] = p => [new Lion<T>(p, 0.0137, beta1: 0.8, beta2: 0.95, weightDecay: 0.3)],
            ["Adafactor"] = p => [new Adafactor<T>(p)],
            ["Adafactor decay"] = p => [new Adafactor<T>(p, 0.3, decayPower: -0.5, epsilon1: 1e-6, epsilon2: 0.5, clipping: 0.5, weightDecay: 0.05)],
            ["Muon"] = p => [new Muon<T>(p[2..]), new GradientDescent<T>(p[..2], 0.05)],
            ["Muon decay"] = p => [new Muon<T>(p[2..], 0.03, momentum: 0.9, weightDecay: 0.2, nesterov: false, iterations: 3), new GradientDescent<T>(p[..2], 0.05)],
            ["groups"] = p => [new AdamW<T>(p[2..], 0.05, weightDecay: 0.3), new AdamW<T>(p[..2], 0.02, weightDecay: 0)],
        };
}
