using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Batch normalization (x − mean) / √(variance + ε) · scale + shift of each channel, dimension 1. In training the mean and the variance are those of the batch;
/// in inference they are running ones, which training keeps: mean ← (1 − m) mean + m · mean of the batch, and so the variance, that of the batch without bias,
/// n − 1 in the denominator.
/// </summary>
/// <remarks>
/// S. Ioffe, C. Szegedy, "Batch normalization", 2015. Elsewhere <c>torch.nn.BatchNorm1d</c> to <c>BatchNorm3d</c>, whose <c>running_mean</c> and <c>running_var</c>
/// are <c>mean</c> and <c>variance</c> here, and whose <c>num_batches_tracked</c>, a counter that nothing reads, is left out. The running numbers change with the
/// next update on the tape, <c>optimizer.Step(…)</c> or <c>tape.Update()</c>; where gradients are added up in a buffer first, call the latter after each pass. A layer that is frozen computes by them in training, too, and leaves them as they
/// are, so that it is the same function throughout; PyTorch's goes on counting. Several threads with a tape each must not train it at once.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class BatchNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _momentum;
    private readonly T _epsilon;

    /// <summary>A layer that leaves the batch at mean 0 and variance 1.</summary>
    /// <param name="name">Its name: the tensors are called scale, shift, mean and variance with this behind.</param>
    /// <param name="channels">The number of channels, at least 1.</param>
    /// <param name="momentum">m, from 0 to 1: the share of the new batch in the running numbers.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm(string name, int channels, double momentum = 0.1, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (channels < 1) throw TrainingErrors.LengthBelow("BatchNorm", "number of channels", channels, 1, nameof(channels));
        if (!(momentum >= 0 && momentum <= 1)) throw LayerErrors.NotAShare("BatchNorm", "momentum", momentum, nameof(momentum));
        _momentum = T.CreateSaturating(momentum);
        _epsilon = NormParameters.Epsilon<T>("BatchNorm", epsilon);
        Scale = Add("weight", NormParameters.Ones<T>("scale" + name, [channels]));
        Shift = Add("bias", new Parameter<T>("shift" + name, [channels]));
        Mean = AddBuffer("mean", new Parameter<T>("mean" + name, [channels]));
        Variance = AddBuffer("variance", NormParameters.Ones<T>("variance" + name, [channels]));
    }

    /// <summary>The factor of each channel; its path ends in <c>weight</c>, as elsewhere.</summary>
    public Parameter<T> Scale { get; }

    /// <summary>What is added to each channel; its path ends in <c>bias</c>.</summary>
    public Parameter<T> Shift { get; }

    /// <summary>The running mean of each channel.</summary>
    public Parameter<T> Mean { get; }

    /// <summary>The running variance of each channel.</summary>
    public Parameter<T> Variance { get; }

    /// <summary>Records the normalization and, in training, what becomes of the running numbers.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="ArgumentException">The input has other channels or, in training, a single element for each.</exception>
    /// <exception cref="InvalidOperationException">The pass was not told what it is for.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        if (!pass.IsSpecified) throw TrainingErrors.PassUnspecified("BatchNorm");
        Shape shape = x.Shape, channels = Scale.Shape;
        if (shape.Rank < 2 || shape[1] != channels[0]) throw LayerErrors.Channels("BatchNorm", shape, channels[0]);
        Tape<T> tape = x.Tape;
        using var attempt = new Attempt<T>(tape);
        Variable<T> scale = Watch(tape, Scale), shift = Watch(tape, Shift);
        if (!pass.IsTraining || IsFrozen)
        {
            return pass.Noted(this, attempt.Keep(x.BatchNorm(scale, shift, tape.Watch(Mean).StopGradient(), tape.Watch(Variance).StopGradient(), _epsilon)));
        }

        int count = shape.ElementCount / channels[0];
        if (count < 2) throw LayerErrors.NoVariance("BatchNorm", shape);
        ReadOnlySpan<int> others = [0, 2, 3, 4, 5, 6, 7];
        others = others[..(shape.Rank - 1)];

        // x.BatchNorm(scale, shift) in its parts, since the running numbers are made of them: the same bits, and nothing is computed twice.
        Variable<T> mean = x.Mean(others, keep: true), centered = x - mean, variance = centered.Square().Mean(others, keep: true);
        KeepRunning(tape, Mean, mean.Reshape(channels));
        KeepRunning(tape, Variance, variance.Reshape(channels) * (T.CreateSaturating(count) / T.CreateSaturating(count - 1)));
        return attempt.Keep((centered * (variance + _epsilon).Rsqrt() * scale.PerChannel(shape.Rank)) + shift.PerChannel(shape.Rank));
    }

    /// <summary>The number of channels.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"BatchNorm {Scale.Shape[0]}");

    private void KeepRunning(Tape<T> tape, Parameter<T> running, Variable<T> batch) =>
        tape.UpdateLater(running, ((T.One - _momentum) * tape.Upcoming(running)) + (_momentum * batch));
}
