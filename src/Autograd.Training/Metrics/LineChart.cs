using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>
/// Curves as a picture: a small SVG text of its own, without scripts or fonts, that browsers and documents show, light or dark as their reader has set.
/// </summary>
/// <example>
/// <code>
/// var chart = new LineChart("Loss") { HorizontalTitle = "step", IsLogarithmic = true };
/// chart.Add("train", steps, losses);
/// File.WriteAllText("loss.svg", chart.ToSvg());
/// </code>
/// </example>
public sealed class LineChart
{
    private const int Width = 720, Height = 420, Left = 64, Right = 20, Bottom = 48, LegendLine = 20, LetterWidth = 7;

    /// <summary>Of one line no more points are drawn than can be seen: the least and the greatest of each of so many columns.</summary>
    private const int Columns = 400;

    /// <summary>Colors that are told apart on white and, the second, on black, also by people who see few colors (M. Okabe, K. Ito, 2008).</summary>
    private static readonly (string Light, string Dark)[] Colors =
    [
        ("#0072b2", "#5cb8ff"), ("#d55e00", "#ff8f4d"), ("#009e73", "#3ddba5"), ("#cc79a7", "#f2a3cd"),
        ("#b37400", "#ffc24d"), ("#7a4fb5", "#c5a8ff"), ("#4d4d4d", "#cccccc"), ("#2aa5c9", "#8fe3ff"),
    ];

    private readonly string _title;
    private readonly List<(string Name, double[] Horizontal, double[] Vertical)> _lines = [];

    /// <summary>An empty chart.</summary>
    /// <param name="title">What stands above it.</param>
    public LineChart(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        _title = title;
    }

    /// <summary>What stands below the horizontal axis.</summary>
    public string HorizontalTitle { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    /// <summary>Whether the vertical axis is logarithmic: equal distances are equal ratios. What is not above 0 is left out then.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Adds a line.</summary>
    /// <param name="name">What it is, for the legend.</param>
    /// <param name="horizontal">The places of its points, in their order.</param>
    /// <param name="vertical">As many values; where one is not finite, or beyond 10³⁰⁰, the line is interrupted.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">There are not as many values as places, or there are eight lines already.</exception>
    public LineChart Add(string name, ReadOnlySpan<double> horizontal, ReadOnlySpan<double> vertical)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (horizontal.Length != vertical.Length) throw MetricErrors.PointCount(name, horizontal.Length, vertical.Length);
        if (_lines.Count == Colors.Length) throw MetricErrors.TooManyLines(Colors.Length);
        double[] values = vertical.ToArray();
        if (IsLogarithmic)
        {
            foreach (ref double value in values.AsSpan()) value = value > 0 && IsDrawn(value) ? Math.Log10(value) : double.NaN;
        }

        _lines.Add((name, horizontal.ToArray(), values));
        return this;
    }

    /// <summary>The picture.</summary>
    /// <returns>An SVG document of 720 × 420 points.</returns>
    public string ToSvg()
    {
        var (legend, top) = Legend();
        ChartAxis across = AcrossAxis(), up = UpAxis();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Escape(_title)}\">\n{Style()}<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\"/>\n<text class=\"title\" x=\"{Left}\" y=\"28\">{Escape(_title)}</text>\n{legend}");
        foreach (var (value, label) in up.Ticks)
        {
            double y = Down(up, value, top);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {y:0.#}H{Width - Right}\"/><text class=\"end\" x=\"{Left - 8}\" y=\"{y + 4:0.#}\">{label}</text>\n");
        }

        foreach (var (value, label) in across.Ticks)
        {
            double x = Along(across, value);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{x:0.#} {Height - Bottom}v4\"/><text class=\"middle\" x=\"{x:0.#}\" y=\"{Height - Bottom + 18}\">{label}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{Left} {Height - Bottom}H{Width - Right}\"/>\n<text class=\"middle\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\">{Escape(HorizontalTitle)}</text>\n");
        for (int k = 0; k < _lines.Count; k++) AppendLine(svg, k, across, up, top);
        return svg.Append("</svg>\n").ToString();
    }

    private static double Along(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Right - Left));

    private static double Down(ChartAxis axis, double value, int top) => Height - Bottom - (axis.Place(value) * (Height - Bottom - top));

    private ChartAxis AcrossAxis()
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var (_, horizontal, _) in _lines) (low, high) = Reach(horizontal, low, high);
        return low <= high ? ChartAxis.Linear(low, high, 8, endsAtTicks: false) : ChartAxis.Linear(0, 1, 8, endsAtTicks: false);
    }

    private ChartAxis UpAxis()
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var (_, _, vertical) in _lines) (low, high) = Reach(vertical, low, high);
        if (!(low <= high)) (low, high) = (0, 1);
        return IsLogarithmic ? ChartAxis.Logarithmic(low, high, 6) : ChartAxis.Linear(low, high, 6, endsAtTicks: true);
    }

    /// <summary>Whether a number has a place: one so large that differences are infinite has none, like those that are not finite.</summary>
    private static bool IsDrawn(double value) => Math.Abs(value) <= 1e300;

    private static (double Low, double High) Reach(double[] values, double low, double high)
    {
        foreach (double value in values)
        {
            if (!IsDrawn(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }

    /// <summary>The names of the lines in rows below the title, and where the picture begins below them.</summary>
    private (string Svg, int Top) Legend()
    {
        var svg = new StringBuilder();
        int x = Left, y = 46;
        for (int k = 0; k < _lines.Count; k++)
        {
            int width = 40 + (_lines[k].Name.Length * LetterWidth);
            if (x > Left && x + width > Width - Right) (x, y) = (Left, y + LegendLine);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line c{k}\" d=\"M{x} {y}h18\"/><text x=\"{x + 24}\" y=\"{y + 4}\">{Escape(_lines[k].Name)}</text>\n");
            x += width;
        }

        return (svg.ToString(), y + 18);
    }

    private void AppendLine(StringBuilder svg, int number, ChartAxis across, ChartAxis up, int top)
    {
        var (_, horizontal, vertical) = _lines[number];
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line c{number}\" d=\"");
        bool isDown = false;
        foreach (int k in Drawn(horizontal, vertical))
        {
            if (!IsDrawn(vertical[k]) || !IsDrawn(horizontal[k]))
            {
                isDown = false;
                continue;
            }

            svg.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{Along(across, horizontal[k]):0.#} {Down(up, vertical[k], top):0.#}");
            if (!isDown) svg.Append("h0");
            isDown = true;
        }

        svg.Append("\"/>\n");
    }

    /// <summary>The points to be drawn: all, or of many in a row the first, the least, the greatest and the last of each part; and all that have no place.</summary>
    private static IEnumerable<int> Drawn(double[] horizontal, double[] vertical)
    {
        int part = Math.Max(1, (vertical.Length + Columns - 1) / Columns);
        for (int start = 0; start < vertical.Length; start += part)
        {
            int end = Math.Min(start + part, vertical.Length), least = start, greatest = start;
            for (int k = start; k < end; k++)
            {
                if (vertical[k] < vertical[least]) least = k;
                if (vertical[k] > vertical[greatest]) greatest = k;
            }

            for (int k = start; k < end; k++)
            {
                if (part <= 4 || k == start || k == end - 1 || k == least || k == greatest || !IsDrawn(vertical[k]) || !IsDrawn(horizontal[k])) yield return k;
            }
        }
    }

    private static string Style()
    {
        var style = new StringBuilder("<style>text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:16px;font-weight:600}.end{text-anchor:end}.middle{text-anchor:middle}.paper{fill:#fff}.grid{stroke:#e4e4e4}.axis{stroke:#888}.line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}");
        for (int k = 0; k < Colors.Length; k++) style.Append(CultureInfo.InvariantCulture, $".c{k}{{stroke:{Colors[k].Light}}}");
        style.Append("@media(prefers-color-scheme:dark){text{fill:#ddd}.paper{fill:#161616}.grid{stroke:#333}.axis{stroke:#888}");
        for (int k = 0; k < Colors.Length; k++) style.Append(CultureInfo.InvariantCulture, $".c{k}{{stroke:{Colors[k].Dark}}}");
        return style.Append("}</style>\n").ToString();
    }

    /// <summary>A text as XML has it; characters that no XML can have become �.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                < 0x20 and not '\t' or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }
}
