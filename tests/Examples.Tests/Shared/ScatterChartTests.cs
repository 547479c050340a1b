namespace Autograd.Examples;

public class ScatterChartTests
{
    [Fact]
    public void Points_LieWhereTheAxesSay_AndLaterSeriesCoverEarlierOnes()
    {
        string[] lines = new ScatterChart { Width = 30, Height = 5, Title = "y", AxisLabel = "x" }
            .Add('·', "one", [0, 1, 2], [0, 4, 2]).Add('●', "two", [2], [2]).Draw();
        Assert.Equal(
            [
                "  y",
                "4 ┤            ·",
                "  │",
                "2 ┤                        ●",
                "  │",
                "0 ┤·",
                "  └┬───────────┬───────────┬ x",
                "   0           1           2",
                "   · one   ● two",
            ],
            lines);
    }

    [Fact]
    public void NoPoint_OrListsOfTwoLengths_AreRefused()
    {
        Assert.Throws<InvalidOperationException>(() => new ScatterChart().Draw());
        Assert.Equal("There are 2 values of x and 1 of y; as many are expected. (Parameter 'y')",
            Assert.Throws<ArgumentException>(() => new ScatterChart().Add('·', "", [1, 2], [1])).Message);
    }
}
