using Autograd.Training.Tests.Optimizers;

namespace Autograd.Training.Tests.Schedules;

public class PlateauTests
{
    private static readonly double[] Losses =
        [3, 2.5, 2.4999, 2.6, 2.4, 2.4, 2.41, 2.39999, 2.4, 2.2, 2.3, 2.3, 2.3, 2.3, 2.3, 2.3, 2.3, 2.3, 2.1, 2.2, 2.2, 2.2, 2.2, 2.2];

    [Fact]
    public void The_rates_are_those_of_PyTorch()
    {
        Compare("Plateau", new Plateau(0.3, factor: 0.5, patience: 2));
        Compare("Plateau settings", new Plateau(0.3, factor: 0.3, patience: 1, threshold: 0.01, cooldown: 2, least: 0.02));

        static void Compare(string name, Plateau plateau)
        {
            double[] expected = Assert.Single(Expected.Of(name));
            Assert.Equal(expected, Losses.Select(plateau.RateAfter), (x, y) => Math.Abs(x - y) <= 1e-15);
        }
    }

    [Fact]
    public void Its_state_is_all_that_there_is_to_keep()
    {
        for (int stop = 0; stop < Losses.Length; stop++)
        {
            Plateau original = Make(), resumed = Make();
            foreach (double loss in Losses[..stop]) original.RateAfter(loss);
            resumed.State = original.State;
            Assert.Equal(Losses[stop..].Select(original.RateAfter), Losses[stop..].Select(resumed.RateAfter));
        }

        static Plateau Make() => new(0.3, factor: 0.3, patience: 1, threshold: 0.01, cooldown: 2, least: 0.001);
    }

    /// <summary>−2 is better than −1 and −2 again is not.</summary>
    [Fact]
    public void Losses_may_be_negative()
    {
        var plateau = new Plateau(1, factor: 0.5, patience: 0);
        Assert.Equal([1, 1, 0.5, 0.25], ((double[])[-1, -2, -2, -1.9999]).Select(plateau.RateAfter));
        Assert.Equal(-2, plateau.State.Best);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Refused("Plateau: the rate is -1; it must be", () => new Plateau(-1));
        Refused("Plateau: the factor is 2; it must be", () => new Plateau(1, factor: 2));
        Refused("Plateau: the patience is -1; it must be", () => new Plateau(1, patience: -1));
        Refused("Plateau: the threshold is 1; it must be", () => new Plateau(1, threshold: 1));
        Refused("Plateau: the cooldown is -1; it must be", () => new Plateau(1, cooldown: -1));
        Refused("Plateau: the least rate is -1; it must be", () => new Plateau(1, least: -1));
        Refused("Plateau: the loss is NaN; a number is expected.", () => new Plateau(1).RateAfter(double.NaN));

        static void Refused(string complaint, Func<object> action) =>
            Assert.StartsWith(complaint, Assert.Throws<ArgumentOutOfRangeException>(action).Message, StringComparison.Ordinal);
    }
}
