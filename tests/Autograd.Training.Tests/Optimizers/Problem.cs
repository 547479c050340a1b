using System.Numerics;

namespace Autograd.Training.Tests.Optimizers;

/// <summary>The small problem of expected.py: J = mean((s (x (Wᵀ + U) + v) − t)²), with a scalar, a vector, a tall and a wide matrix; t swings from step to step.</summary>
internal sealed class Problem<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T[] X = Of(0.5, -1.0, 1.25, 0.75, -0.75, 0.25, 1.0, 1.5);
    private static readonly T[] Targets = Of(1.0, -0.5, 0.25, 0.75, 2.0, -1.0, -1.5, 0.5, 1.25, 0.25, 1.75, -0.75);

    public Parameter<T>[] Parameters { get; } =
    [
        new("s", [], Of(0.9)),
        new("v", [3], Of(0.11, -0.23, 0.37)),
        new("W", [3, 2], Of(0.31, -0.42, 0.53, 0.64, -0.75, 0.86)),
        new("U", [2, 3], Of(0.17, 0.28, -0.39, -0.41, 0.52, 0.63)),
    ];

    /// <summary>All elements of all parameters.</summary>
    public T[] Values => [.. Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    /// <summary>The gradients of a step, counted from 1.</summary>
    public Gradients<T> Backward(Tape<T> tape, long step)
    {
        tape.Reset();
        return Loss(tape, step, 0, 4).Backward();
    }

    /// <summary>The loss of some of the four rows.</summary>
    public Variable<T> Loss(Tape<T> tape, long step, int first, int count)
    {
        Variable<T> s = tape.Watch(Parameters[0]), v = tape.Watch(Parameters[1]), w = tape.Watch(Parameters[2]), u = tape.Watch(Parameters[3]);
        Variable<T> x = tape.Constant(X.AsSpan(2 * first, 2 * count), [count, 2]), t = tape.Constant(Targets.AsSpan(3 * first, 3 * count), [count, 3]);
        T swing = T.CreateSaturating(1 + (((step % 5) - 2) / 4.0));
        return ((s * (x.MatMul(w.Transpose() + u) + v)) - (t * tape.Constant(swing))).Square().Mean();
    }

    private static T[] Of(params double[] values) => [.. values.Select(T.CreateSaturating)];
}
