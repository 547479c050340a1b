using System.Globalization;

namespace Autograd;

/// <summary>The wording of the exceptions of metrics and charts, in the style of <see cref="TrainingErrors"/>.</summary>
internal static class MetricErrors
{
    public static ArgumentOutOfRangeException NoClass(int given, int classes) =>
        new("actual", $"ConfusionMatrix: class {Text(given)} is outside 0..{Text(classes - 1)}.");

    public static ArgumentException ScoreCount(int given, int examples, int classes) =>
        new($"ConfusionMatrix: {Text(given)} scores were given; {Text(examples)} examples of {Text(classes)} classes need {Text((long)examples * classes)}.", "scores");

    public static ArgumentException PredictionCount(int targets, int predictions) =>
        new($"RegressionMetrics: there are {Text(targets)} targets and {Text(predictions)} predictions; each target needs one.", "predictions");

    public static ArgumentException PointCount(string name, int horizontal, int vertical) =>
        new($"LineChart: the line {name} has {Text(horizontal)} places and {Text(vertical)} values; each point needs one of both.", "vertical");

    public static ArgumentException TooManyLines(int most) =>
        new($"LineChart: there are {Text(most)} lines already; more could not be told apart. Make a second chart.", "name");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
