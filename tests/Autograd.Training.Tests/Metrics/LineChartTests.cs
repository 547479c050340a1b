using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Autograd.Training.Tests.Metrics;

public partial class LineChartTests
{
    /// <summary>The picture as it was looked at, light and dark. To change it, delete the file, run the test, and look at the new one.</summary>
    [Fact]
    public void A_chart_looks_as_it_did()
    {
        string path = Path.Combine(Folder(), "LineChart.svg"), svg = Curves(isLogarithmic: false).ToSvg();
        if (!File.Exists(path))
        {
            File.WriteAllText(path, svg);
            Assert.Fail($"{path} is new. Look at it, light and dark.");
        }

        Assert.Equal(File.ReadAllText(path), svg);
    }

    [Fact]
    public void Points_lie_where_their_values_are()
    {
        string svg = new LineChart("t").Add("a", [0, 50, 100], [0, 5, 10]).ToSvg();
        XElement[] elements = [.. XDocument.Parse(svg).Root!.Elements()];
        double[] ticks = [.. elements.Where(element => element.Attribute("class")?.Value == "grid").Select(element => Numbers(element.Attribute("d")!.Value)[1])];
        Assert.Equal(["0", "2", "4", "6", "8", "10"], elements.Where(element => element.Attribute("class")?.Value == "end").Select(element => element.Value));
        double[] line = Numbers(elements.Last(element => element.Attribute("class")?.Value == "line c0").Attribute("d")!.Value);
        Assert.Equal([64, ticks[0], 0, 382, (ticks[0] + ticks[^1]) / 2, 700, ticks[^1]], line);
        Assert.True(ticks[^1] < ticks[0]);
    }

    [Fact]
    public void On_a_logarithmic_axis_equal_ratios_are_equal_distances()
    {
        string svg = new LineChart("t") { IsLogarithmic = true }.Add("a", [0, 1, 2, 3], [100, 10, 0, 1]).ToSvg();
        string d = XDocument.Parse(svg).Root!.Elements().Last().Attribute("d")!.Value;
        double[] line = Numbers(d);
        Assert.Equal(2, d.Count(letter => letter == 'M'));
        Assert.Equal(line[4] - line[1], line[6] - line[4], 1e-9);
        Assert.Contains(">100<", svg, StringComparison.Ordinal);
        Assert.Contains(">50<", svg, StringComparison.Ordinal);
    }

    /// <summary>Whatever the numbers and names are, the text is XML, and no place in it is not finite.</summary>
    [Fact]
    public void Every_chart_is_a_good_document()
    {
        double[] numbers = [0, -1, 1e-300, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity, 5, 5, 1e-5, 123456789, Math.BitIncrement(123456789.0), 123456789.0001];
        var random = new Random(1);
        for (int k = 0; k < 300; k++)
        {
            var chart = new LineChart("a<b & \"c\" \0\ud800") { IsLogarithmic = k % 2 == 0, HorizontalTitle = "<x>" };
            for (int line = random.Next(4); line > 0; line--)
            {
                int length = random.Next(4);
                chart.Add("l<" + line, [.. Enumerable.Range(0, length).Select(_ => numbers[random.Next(numbers.Length)])], [.. Enumerable.Range(0, length).Select(_ => numbers[random.Next(numbers.Length)])]);
            }

            string svg = chart.ToSvg();
            XDocument.Parse(svg);
            Assert.DoesNotMatch("NaN|Infinity|∞", svg);
            Assert.True(svg.Length < 20_000, svg);
        }
    }

    [Fact]
    public void Long_lines_keep_their_peaks_and_stay_small()
    {
        double[] x = [.. Enumerable.Range(0, 1_000_000).Select(k => (double)k)], y = [.. x.Select(k => Math.Sin(k / 1e5))];
        y[123_456] = 9;
        string svg = new LineChart("t").Add("a", x, y).ToSvg();
        Assert.InRange(svg.Length, 1000, 50_000);
        double top = XDocument.Parse(svg).Root!.Elements().Where(element => element.Attribute("class")?.Value == "grid").Min(element => Numbers(element.Attribute("d")!.Value)[1]);
        double[] line = Numbers(XDocument.Parse(svg).Root!.Elements().Last().Attribute("d")!.Value);
        Assert.InRange(line.Where(number => number < 250 && number >= top).Min(), top, top + 40);
        Assert.Contains(line, number => Math.Abs(number - (64 + (0.123456 * 636))) < 0.1);
    }

    [Fact]
    public void Bad_lines_are_refused()
    {
        var chart = new LineChart("t");
        Assert.Throws<ArgumentException>(() => chart.Add("a", [1], [1, 2]));
        for (int k = 0; k < 8; k++) chart.Add("a", [1], [1]);
        Assert.Contains("8 lines already", Assert.Throws<ArgumentException>(() => chart.Add("a", [1], [1])).Message, StringComparison.Ordinal);
    }

    internal static LineChart Curves(bool isLogarithmic)
    {
        var random = new RandomGenerator(1);
        double[] steps = [.. Enumerable.Range(0, 120).Select(k => k * 10.0)];
        var chart = new LineChart("Loss & accuracy") { HorizontalTitle = "step", IsLogarithmic = isLogarithmic };
        for (int line = 0; line < 8; line++)
        {
            int number = line;
            chart.Add(line == 0 ? "loss/train" : $"line {line}", steps, [.. steps.Select(step => Math.Round(((2 + number) / (1 + (step / 100))) + (0.05 * random.NextUniform()), 6))]);
        }

        return chart;
    }

    private static double[] Numbers(string path) => [.. Number().Matches(path).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
