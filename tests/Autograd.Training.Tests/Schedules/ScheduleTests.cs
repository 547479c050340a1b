using Autograd.Training.Tests.Optimizers;

namespace Autograd.Training.Tests.Schedules;

public class ScheduleTests
{
    private static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["ConstantRate"] = new ConstantRate(0.3),
        ["StepDecay"] = new StepDecay(0.3, steps: 7, factor: 0.4),
        ["ExponentialDecay"] = new ExponentialDecay(0.3, factor: 0.93),
        ["CosineDecay"] = new CosineDecay(0.3, steps: 24, end: 0.02),
        ["WarmUp"] = new WarmUp(0.3, steps: 9, start: 0.075),
        ["OneCycle"] = new OneCycle(0.3, steps: 25),
        ["OneCycle settings"] = new OneCycle(0.3, steps: 25, rise: 0.44, startDivisor: 10, endDivisor: 100),
        ["WarmUp then CosineDecay"] = new WarmUp(0.3, steps: 5, start: 0.03).Then(5, new CosineDecay(0.3, steps: 19)),
    };

    public static TheoryData<string> Names { get; } = [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rates_are_those_of_PyTorch(string name)
    {
        double[] expected = Assert.Single(Expected.Of(name));
        Assert.Equal(25, expected.Length);
        for (int step = expected.Length - 1; step >= 0; step--) Assert.Equal(expected[step], Schedules[name].RateAt(step), 1e-15);
    }

    [Theory]
    [InlineData("CosineDecay", 0.02)]
    [InlineData("WarmUp", 0.3)]
    [InlineData("OneCycle", 0.3 / 25 / 10000)]
    [InlineData("WarmUp then CosineDecay", 0)]
    public void Where_the_steps_are_over_the_last_rate_stays(string name, double last)
    {
        foreach (long step in (long[])[24, 25, 1000, long.MaxValue]) Assert.Equal(last, Schedules[name].RateAt(step), 1e-18);
    }

    [Fact]
    public void Schedules_follow_one_another()
    {
        Schedule restarts = new WarmUp(rate: 1, steps: 2, start: 3);
        restarts = restarts.Then(2, new ConstantRate(7).Then(1, restarts));
        Assert.Equal([3, 2, 7, 3, 2, 1, 1], Enumerable.Range(0, 7).Select(step => restarts.RateAt(step)));
    }

    [Fact]
    public void A_cycle_may_fall_only() => Assert.Equal([1, 0.505, 0.01], Enumerable.Range(0, 3).Select(step => new OneCycle(1, 3, rise: 1 / 3.0, startDivisor: 10, endDivisor: 10).RateAt(step)));

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Refused("RateAt: the step is -1; it must be 0 or more.", () => Schedules["WarmUp"].RateAt(-1));
        Refused("Then: the step is 0; it must be 1 or more.", () => Schedules["WarmUp"].Then(0, Schedules["OneCycle"]));
        Assert.Throws<ArgumentNullException>(() => Schedules["WarmUp"].Then(1, null!));
        Refused("ConstantRate: the rate is -1; it must be a finite number, 0 or more.", () => new ConstantRate(-1));
        Refused("StepDecay: the rate is NaN; it must be", () => new StepDecay(double.NaN, 3));
        Refused("StepDecay: the number of steps is 0; it must be 1 or more.", () => new StepDecay(1, 0));
        Refused("StepDecay: the factor is 0; it must be above 0 and at most 1.", () => new StepDecay(1, 3, 0));
        Refused("ExponentialDecay: the factor is 1.5; it must be above 0 and at most 1.", () => new ExponentialDecay(1, 1.5));
        Refused("ExponentialDecay: the rate is Infinity; it must be", () => new ExponentialDecay(double.PositiveInfinity, 0.5));
        Refused("CosineDecay: the rate is -1; it must be", () => new CosineDecay(-1, 3));
        Refused("CosineDecay: the number of steps is 0; it must be", () => new CosineDecay(1, 0));
        Refused("CosineDecay: the end is -1; it must be", () => new CosineDecay(1, 3, -1));
        Refused("WarmUp: the rate is -1; it must be", () => new WarmUp(-1, 3));
        Refused("WarmUp: the number of steps is 0; it must be", () => new WarmUp(1, 0));
        Refused("WarmUp: the start is -1; it must be", () => new WarmUp(1, 3, -1));
        Refused("OneCycle: the rate is -1; it must be", () => new OneCycle(-1, 3));
        Refused("OneCycle: the number of steps is 1; it must be 2 or more.", () => new OneCycle(1, 1));
        Refused("OneCycle: the rise is 1; it must be 0 or more and below 1.", () => new OneCycle(1, 3, 1));
        Refused("OneCycle: the start divisor is 0; it must be a finite number above 0.", () => new OneCycle(1, 3, 0.5, 0));
        Refused("OneCycle: the end divisor is 0; it must be a finite number above 0.", () => new OneCycle(1, 3, 0.5, 1, 0));
    }

    private static void Refused(string complaint, Func<object> action) =>
        Assert.StartsWith(complaint, Assert.Throws<ArgumentOutOfRangeException>(action).Message, StringComparison.Ordinal);
}
