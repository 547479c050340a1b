using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>What was measured in the course of a training: named curves of points, such as losses and accuracies.</summary>
/// <remarks>As an <see cref="IProgress{T}"/> it notes the loss of every step under the name <c>loss</c>.</remarks>
/// <example>
/// <code>
/// var history = new History();
/// history.Add("loss/train", step, loss.Scalar);
/// history.Add("accuracy", step, matrix.Accuracy);
/// File.WriteAllText("curves.svg", history.ToChart("Training", "loss/train").ToSvg());
/// </code>
/// </example>
public sealed class History : IProgress<TrainingStep>
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<HistoryPoint>> _curves = new(StringComparer.Ordinal);

    /// <summary>The names of the curves, in the order in which they began.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The points of a curve, in the order in which they were noted; none where there is no such curve.</summary>
    /// <param name="name">Its name.</param>
    public IReadOnlyList<HistoryPoint> this[string name] => _curves.TryGetValue(name, out List<HistoryPoint>? points) ? points : [];

    /// <summary>Notes a number.</summary>
    /// <param name="name">The name of its curve.</param>
    /// <param name="step">When, in steps.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void Add(string name, long step, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_curves.TryGetValue(name, out List<HistoryPoint>? points))
        {
            _names.Add(name);
            _curves.Add(name, points = []);
        }

        points.Add(new HistoryPoint(step, value));
    }

    /// <summary>Notes the loss of a step, under the name <c>loss</c>.</summary>
    /// <param name="value">The step.</param>
    public void Report(TrainingStep value) => Add("loss", value.Step, value.Loss);

    /// <summary>Curves as a chart.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="names">The names of the curves; none for all.</param>
    /// <returns>The chart.</returns>
    public LineChart ToChart(string title, params ReadOnlySpan<string> names)
    {
        var chart = new LineChart(title) { HorizontalTitle = "step" };
        foreach (string name in names.IsEmpty ? [.. _names] : names)
        {
            IReadOnlyList<HistoryPoint> points = this[name];
            chart.Add(name, [.. points.Select(static point => (double)point.Step)], [.. points.Select(static point => point.Value)]);
        }

        return chart;
    }

    /// <summary>All points as a table that spreadsheets read.</summary>
    /// <returns>A line <c>name,step,value</c> for each point, and one above them with these words.</returns>
    public string ToCsv()
    {
        var text = new StringBuilder("name,step,value\n");
        foreach (string name in _names)
        {
            string quoted = name.AsSpan().IndexOfAny("\",\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            foreach (var (step, value) in _curves[name]) text.Append(CultureInfo.InvariantCulture, $"{quoted},{step},{value:R}\n");
        }

        return text.ToString();
    }
}
