using System.Globalization;

namespace Autograd;

/// <summary>How far a training is: what a program shows while it works, by any <see cref="IProgress{T}"/>.</summary>
/// <param name="Step">The number of steps made.</param>
/// <param name="StepCount">How many there will be; 0 where that is not known.</param>
/// <param name="Loss">The loss of this step.</param>
/// <param name="Epoch">The number of epochs that are over.</param>
/// <example>
/// <code>
/// IProgress&lt;TrainingStep&gt; progress = new Progress&lt;TrainingStep&gt;(Console.WriteLine);
/// progress.Report(new TrainingStep(step, 1000, loss.Scalar, loader.Position.Epoch));
/// </code>
/// </example>
public readonly record struct TrainingStep(long Step, long StepCount, double Loss, long Epoch = 0)
{
    /// <summary>The part of all steps that is made, from 0 to 1; 0 where it is not known how many there will be.</summary>
    public double Fraction => StepCount > 0 ? Math.Min((double)Step / StepCount, 1) : 0;

    /// <summary>Where it is, and the loss.</summary>
    /// <returns>One line: <c>step 50 of 200, epoch 1: loss 0.25</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"step {Step}{(StepCount > 0 ? $" of {StepCount}" : "")}, epoch {Epoch}: loss {Loss:G5}");
}
