namespace Autograd;

/// <summary>
/// Learning rates as a function of the step. It keeps nothing: the same step has the same rate, so that a training that goes on needs its step count only.
/// </summary>
/// <remarks>
/// A step is whatever the caller counts: steps of the optimizer, or epochs. Schedules say the rate for each step whatever came before, as PyTorch's would if
/// its <c>step()</c> were called once for each.
/// </remarks>
/// <example>
/// 100 steps of warming up, then 900 down to nothing:
/// <code>
/// Schedule schedule = new WarmUp(0.001, steps: 100).Then(100, new CosineDecay(0.001, steps: 900));
/// // at each step:
/// optimizer.LearningRate = schedule.RateAt(optimizer.StepCount);
/// optimizer.Step(loss.Backward());
/// </code>
/// A schedule of one's own:
/// <code>
/// sealed class InverseRoot(double rate) : Schedule
/// {
///     protected override double Rate(long step) => rate / Math.Sqrt(step + 1);
/// }
/// </code>
/// </example>
public abstract class Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of steps made before, 0 or more.</param>
    /// <returns>The rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double RateAt(long step) => Rate(Checked.AtLeast(0, "RateAt", "step", step));

    /// <summary>This schedule up to a step, and from there on another one, whose steps are counted from there.</summary>
    /// <param name="step">The first step of the other, 1 or more.</param>
    /// <param name="next">The other.</param>
    /// <returns>Both, one after the other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public Schedule Then(long step, Schedule next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Sequence(this, Checked.AtLeast(1, "Then", "step", step), next);
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of steps made before, 0 or more.</param>
    /// <returns>The rate, 0 or more.</returns>
    protected abstract double Rate(long step);

    private sealed class Sequence(Schedule first, long change, Schedule second) : Schedule
    {
        protected override double Rate(long step) => step < change ? first.Rate(step) : second.Rate(step - change);
    }
}
