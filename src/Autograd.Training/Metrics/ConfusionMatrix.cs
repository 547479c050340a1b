using System.Globalization;
using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>
/// How often each class was taken for each other: what a classifier is judged by. Of class c, with n[c, p] examples that were taken for class p:
/// <code>
/// accuracy  = Σ n[c, c] / Σ n[c, p]                  the part of all examples that is right
/// precision = n[c, c] / Σ over c′ of n[c′, c]        the part of those taken for c that are c
/// recall    = n[c, c] / Σ over p of n[c, p]          the part of those that are c that were found
/// F1        = 2 precision · recall / (precision + recall)
/// </code>
/// A part of nothing is 0.
/// </summary>
/// <example>
/// <code>
/// var matrix = new ConfusionMatrix(classes: 10);
/// foreach (…) matrix.Add(batch.Targets, logits.Span);
/// Console.WriteLine(matrix);
/// </code>
/// </example>
public sealed class ConfusionMatrix
{
    private const int MostClasses = 10_000;

    private readonly long[] _counts;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="classes">The number of classes, from 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of its range.</exception>
    public ConfusionMatrix(int classes)
    {
        if (classes < 1) throw TrainingErrors.LengthBelow("ConfusionMatrix", "number of classes", classes, 1, nameof(classes));
        if (classes > MostClasses) throw TrainingErrors.LengthAbove("ConfusionMatrix", "number of classes", classes, MostClasses, nameof(classes));
        Classes = classes;
        _counts = new long[classes * classes];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of examples.</summary>
    public long Count { get; private set; }

    /// <summary>The part of all examples that is right.</summary>
    public double Accuracy
    {
        get
        {
            long right = 0;
            for (int c = 0; c < Classes; c++) right += this[c, c];
            return Part(right, Count);
        }
    }

    /// <summary>The mean of all classes' F1.</summary>
    public double MeanF1
    {
        get
        {
            double sum = 0;
            for (int c = 0; c < Classes; c++) sum += F1(c);
            return sum / Classes;
        }
    }

    /// <summary>How many examples of a class were taken for a class.</summary>
    /// <param name="actual">What they are.</param>
    /// <param name="predicted">What they were taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted] => _counts[(Checked(actual) * Classes) + Checked(predicted)];

    /// <summary>Counts one example.</summary>
    /// <param name="actual">What it is.</param>
    /// <param name="predicted">What it was taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(int actual, int predicted)
    {
        _counts[(Checked(actual) * Classes) + Checked(predicted)]++;
        Count++;
    }

    /// <summary>Counts a batch: an example was taken for the class with the highest score, the first of several.</summary>
    /// <param name="actual">What the examples are.</param>
    /// <param name="scores">A row of scores for each: logits or probabilities, one for each class.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="ArgumentException">There are not as many scores as that.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class; nothing is counted then.</exception>
    public void Add<T>(ReadOnlySpan<int> actual, ReadOnlySpan<T> scores)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (scores.Length != (long)actual.Length * Classes) throw MetricErrors.ScoreCount(scores.Length, actual.Length, Classes);
        foreach (int c in actual) Checked(c);
        for (int k = 0; k < actual.Length; k++)
        {
            ReadOnlySpan<T> row = scores.Slice(k * Classes, Classes);
            int best = 0;
            for (int c = 1; c < Classes; c++)
            {
                if (row[c] > row[best] || (T.IsNaN(row[best]) && !T.IsNaN(row[c]))) best = c;
            }

            Add(actual[k], best);
        }
    }

    /// <summary>The part of those taken for a class that belong to it.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int @class)
    {
        long taken = 0;
        for (int c = 0; c < Classes; c++) taken += this[c, @class];
        return Part(this[@class, @class], taken);
    }

    /// <summary>The part of those that belong to a class that were found.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int @class)
    {
        long there = 0;
        for (int c = 0; c < Classes; c++) there += this[@class, c];
        return Part(this[@class, @class], there);
    }

    /// <summary>The harmonic mean of a class's precision and recall.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int @class)
    {
        double precision = Precision(@class), recall = Recall(@class);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /// <summary>Begins again with zeros.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>A table: a row for each class, with what its examples were taken for, and its precision, recall and F1.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        int width = Math.Max(_counts.Max().ToString(CultureInfo.InvariantCulture).Length, (Classes - 1).ToString(CultureInfo.InvariantCulture).Length) + 1;
        var text = new StringBuilder("class");
        for (int c = 0; c < Classes; c++) text.Append(c.ToString(CultureInfo.InvariantCulture).PadLeft(width));
        text.Append("  precision  recall     F1\n");
        for (int c = 0; c < Classes; c++)
        {
            text.Append(c.ToString(CultureInfo.InvariantCulture).PadLeft(5));
            for (int p = 0; p < Classes; p++) text.Append(this[c, p].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            text.Append(CultureInfo.InvariantCulture, $"  {Precision(c),9:F3}  {Recall(c),6:F3}  {F1(c),5:F3}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"accuracy {Accuracy:F4} of {Count} examples\n").ToString();
    }

    private static double Part(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private int Checked(int @class) => (uint)@class < (uint)Classes ? @class : throw MetricErrors.NoClass(@class, Classes);
}
