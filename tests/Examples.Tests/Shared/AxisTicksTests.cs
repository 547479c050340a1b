namespace Autograd.Examples;

public class AxisTicksTests
{
    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.12, 0.13)]
    [InlineData(-3.0, 1e6)]
    [InlineData(0.25, 0.25)]
    public void LinearTicks_AreRoundAndContainTheValues(double low, double high)
    {
        AxisTicks ticks = AxisTicks.Linear(low, high, 6);
        Assert.True(ticks.Low <= low + 1e-12 && ticks.High >= high - 1e-12, $"{ticks.Low} … {ticks.High}");
        Assert.InRange(ticks.Ticks.Length, 2, 9);
        Assert.Equal(ticks.Labels.Length, ticks.Labels.Distinct().Count());
    }

    [Theory]
    [InlineData(0.12, 0.13)]
    [InlineData(1e-3, 0.5)]
    [InlineData(1e-30, 1e3)]
    [InlineData(1.0, 1.0)]
    public void LogarithmicTicks_ContainTheValues(double low, double high)
    {
        AxisTicks ticks = AxisTicks.Logarithmic(Math.Log10(low), Math.Log10(high), 6);
        Assert.True(ticks.Low <= Math.Log10(low) + 1e-9 && ticks.High >= Math.Log10(high) - 1e-9, $"{ticks.Low} … {ticks.High}");
        Assert.InRange(ticks.Ticks.Length, 2, 9);
        Assert.Equal(ticks.Labels.Length, ticks.Labels.Distinct().Count());
    }

    [Fact]
    public void FinestStep_IsKept()
    {
        Assert.Equal([0, 1, 2], AxisTicks.Linear(0, 2, 10, finest: 1).Ticks);
        Assert.Equal([0, 1, 2], AxisTicks.Linear(0, 2, 1000, finest: 1).Ticks);
    }

    [Fact]
    public void Labels_AreInTheInvariantCulture()
    {
        Assert.Equal(["0.00", "0.05", "0.10", "0.15"], AxisTicks.Linear(0, 0.15, 4).Labels);
        Assert.Equal(["0.001", "0.01", "0.1", "1"], AxisTicks.Logarithmic(-3, 0, 4).Labels);
        Assert.Equal(["0.1", "0.2", "0.5", "1"], AxisTicks.Logarithmic(-1, 0, 4).Labels);
    }
}
