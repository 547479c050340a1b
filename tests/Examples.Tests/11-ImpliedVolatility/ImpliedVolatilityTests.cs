namespace Autograd.Examples.ImpliedVolatility;

public class ImpliedVolatilityTests
{
    [Fact]
    public void Call_HasKnownPrices_AndParity()
    {
        using Tape<double> tape = new();
        Variable<double> price = BlackScholes.Call(tape.Constant(100.0), tape.Constant([100.0, 1e-9, 1e9]), tape.Constant(1.0), tape.Constant(0.2));
        Assert.Equal(7.965567455405804, price.Span[0], 1e-12); // 100 (2 N(0.1) − 1)
        Assert.Equal(100 - 1e-9, price.Span[1], 1e-12);
        Assert.Equal(0, price.Span[2], 1e-12);
    }

    [Fact]
    public void Market_HasNoArbitrage_AcrossStrikesAndMaturities()
    {
        Market market = Market.Create();
        int columns = market.Strikes.Length;
        Assert.Equal(4 * columns, market.Prices.Length);
        for (int i = 0; i < market.Prices.Length; i++)
        {
            int column = i % columns;
            if (column > 0) Assert.True(market.Prices[i] < market.Prices[i - 1]);
            if (column > 1) Assert.True(market.Prices[i] - (2 * market.Prices[i - 1]) + market.Prices[i - 2] > 0);
            if (i >= columns) Assert.True(market.Prices[i] > market.Prices[i - columns]);
        }
    }

    [Fact]
    public void TheProgram_FindsTheVolatilities_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        (double volatility, double derivative) = Program.Run(Terminal.Plain(output));
        Assert.InRange(volatility, 0, 1e-11);
        Assert.InRange(derivative, 0, 1e-11);
        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.Contains("      100     6.9634       0.1748     0.0252            0.0000", lines);
        Assert.Contains("Nodes on the tape for all of them: 3, two being the ends to search between.", lines);
    }
}
