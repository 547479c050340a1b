namespace Autograd.Examples.Series;

/// <summary>Draws what was measured and what was forecast, a column for each month.</summary>
internal static class ForecastChart
{
    private const char Measured = '●';
    private const char Forecast = '○';
    private const char Both = '◉';

    /// <summary>The lines of the drawing.</summary>
    public static string[] Draw(ReadOnlySpan<double> measured, ReadOnlySpan<double> forecasts, int rows)
    {
        int count = measured.Length;
        double[] all = [.. measured, .. forecasts];
        AxisTicks axis = AxisTicks.Linear(all.Min(), all.Max(), rows / 2);
        int margin = axis.Labels.Max(label => label.Length);
        char[][] cells = [.. Enumerable.Range(0, rows).Select(_ => new string(' ', count).ToCharArray())];
        for (int month = 0; month < count; month++)
        {
            int truth = Row(measured[month]), forecast = Row(forecasts[month]);
            cells[truth][month] = Measured;
            cells[forecast][month] = truth == forecast ? Both : Forecast;
        }

        string[] labels = new string[rows];
        foreach ((double tick, string label) in axis.Ticks.Zip(axis.Labels)) labels[Row(tick)] = label;
        string years = string.Concat(Enumerable.Range(0, count).Select(month => month % Series.Year == 0 ? '┬' : '─'));
        return
        [
            .. cells.Select((row, k) => $"{(labels[k] ?? "").PadLeft(margin)} {(labels[k] is null ? '│' : '┤')}{new string(row)}".TrimEnd()),
            $"{new string(' ', margin)} └{years} a tick for each year",
            "",
            $"{new string(' ', margin)}  {Measured} measured   {Forecast} forecast   {Both} both",
        ];

        int Row(double value) => (int)Math.Round((axis.High - value) / (axis.High - axis.Low) * (rows - 1));
    }
}
