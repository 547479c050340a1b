using System.Buffers;
using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> logarithms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The loss −ln p of a sequence of labels without times (connectionist temporal classification): p is the sum over all ways to stretch the labels
        /// over the times, repeating them and setting blanks between. ∞ with slope 0 where there is no way; reduced over the examples. (Graves et al. 2006.)
        /// </summary>
        /// <param name="labels">The labels of the first example, then of the second, and so on; none of them the blank.</param>
        /// <param name="labelCounts">How many labels each example has.</param>
        /// <param name="timeCounts">How many of the times each example has; without, all.</param>
        /// <param name="blank">The class that stands for no label.</param>
        /// <param name="reduction">Whether the mean over the examples is given, their sum or each by itself.</param>
        /// <returns>A scalar, or a vector of the examples.</returns>
        /// <exception cref="ArgumentException">This node is not of shape [times, examples, classes], or a count or a label does not fit it.</exception>
        /// <remarks>
        /// This node holds logarithms of probabilities, as LogSoftmax gives them. Elsewhere <c>torch.nn.functional.ctc_loss</c>, whose mean divides each loss by its number of
        /// labels first, <c>optax.ctc_loss</c>.
        /// </remarks>
        /// <example><code>logits.LogSoftmax(-1).CtcLoss([1, 2, 2, 3], labelCounts: [3, 1])</code></example>
        public Variable<T> CtcLoss(
            ReadOnlySpan<int> labels, ReadOnlySpan<int> labelCounts, ReadOnlySpan<int> timeCounts = default, int blank = 0, LossReduction reduction = LossReduction.Mean)
        {
            Shape shape = logarithms.Shape;
            CheckSequences(shape, labels, labelCounts, timeCounts, blank);
            int examples = shape[1], classes = shape[2], length = (2 * Longest(labelCounts)) + 1;
            using var attempt = new Attempt<T>(logarithms.Tape);
            Tape<T> tape = logarithms.Tape;

            // The labels with blanks between and around them: l[n, s]. One may go on from the label before, or over a blank between two that differ.
            Shape states = [examples, length];
            Indices<T> stretched = tape.MadeIndices(states, out Span<int> places);
            Variable<T> leap = tape.Made(in states, out Span<T> leaps), reached = tape.Made(in states, out Span<T> begins), last = tape.Made(in states, out Span<T> ends);
            leaps.Fill(T.NegativeInfinity);
            begins.Fill(T.NegativeInfinity);
            ends.Fill(T.NegativeInfinity);
            for (int n = 0; n < examples; labels = labels[labelCounts[n++]..])
            {
                int row = n * length, count = labelCounts[n];
                places.Slice(row, length).Fill((n * classes) + blank);
                for (int k = 0; k < count; k++)
                {
                    places[row + (2 * k) + 1] = (n * classes) + labels[k];
                    if (k > 0 && labels[k] != labels[k - 1]) leaps[row + (2 * k) + 1] = T.Zero;
                }

                begins.Slice(row, count > 0 ? 2 : 1).Clear();
                ends.Slice(count > 0 ? row + (2 * count) - 1 : row, count > 0 ? 2 : 1).Clear();
            }

            Variable<T> emitted = logarithms.Reshape(shape[0], examples * classes).Gather(1, stretched);
            Variable<T> none = tape.Full([examples, 1], T.NegativeInfinity);
            Variable<T>[] times = ArrayPool<Variable<T>>.Shared.Rent(shape[0]);
            try
            {
                emitted.Each(0, times.AsSpan(0, shape[0]));
                for (int t = 0; t < shape[0]; t++)
                {
                    Variable<T> next = (t == 0 ? reached : reached.Reach(none, leap)) + times[t];
                    reached = t == 0 || timeCounts.IsEmpty ? next : tape.Where(Running(tape, timeCounts, t), next, reached);
                }
            }
            finally
            {
                ArrayPool<Variable<T>>.Shared.Return(times, clearArray: true);
            }

            return attempt.Keep(-Reduced("CtcLoss", (reached + last).LogSumExp(1), reduction));
        }

        /// <summary>The logarithms of the probabilities to come to a state from itself, from the one before or over a blank.</summary>
        private Variable<T> Reach(Variable<T> none, Variable<T> leap)
        {
            int length = logarithms.Shape[1];
            if (length == 1) return logarithms;
            Tape<T> tape = logarithms.Tape;
            Variable<T> before = tape.Concatenate(1, none, logarithms.Slice(1, 0, length - 1)), secondBefore = tape.Concatenate(1, none, before.Slice(1, 0, length - 1));
            return logarithms.LogAddExp(before).LogAddExp(secondBefore + leap);
        }
    }

    /// <summary>1 for each example that has a time, else 0.</summary>
    private static Variable<T> Running<T>(Tape<T> tape, ReadOnlySpan<int> timeCounts, int time)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> running = tape.Made([timeCounts.Length, 1], out Span<T> elements);
        for (int n = 0; n < elements.Length; n++) elements[n] = time < timeCounts[n] ? T.One : T.Zero;
        return running;
    }

    private static int Longest(ReadOnlySpan<int> counts)
    {
        int longest = 0;
        foreach (int count in counts) longest = Math.Max(longest, count);
        return longest;
    }

    private static void CheckSequences(Shape shape, ReadOnlySpan<int> labels, ReadOnlySpan<int> labelCounts, ReadOnlySpan<int> timeCounts, int blank)
    {
        if (shape.Rank != 3 || shape[0] == 0) throw Errors.NotSequences("CtcLoss", shape);
        int examples = shape[1], classes = shape[2];
        if ((uint)blank >= (uint)classes) throw Errors.NumberOutside("CtcLoss", "the blank", blank, $"from 0 to {classes - 1}", nameof(blank));
        if (labelCounts.Length != examples) throw Errors.CountOfCounts("CtcLoss", nameof(labelCounts), labelCounts.Length, examples);
        if (!timeCounts.IsEmpty && timeCounts.Length != examples) throw Errors.CountOfCounts("CtcLoss", nameof(timeCounts), timeCounts.Length, examples);
        long total = 0;
        foreach (int count in labelCounts) total += count >= 0 && count <= labels.Length ? count : throw Errors.NumberOutside("CtcLoss", "a number of labels", count, $"from 0 to {labels.Length}", nameof(labelCounts));
        if (total != labels.Length) throw Errors.ElementCount("CtcLoss", "the labels", labels.Length, total);
        foreach (int count in timeCounts)
        {
            if (count < 1 || count > shape[0]) throw Errors.NumberOutside("CtcLoss", "a number of times", count, $"from 1 to {shape[0]}", nameof(timeCounts));
        }

        foreach (int label in labels)
        {
            if ((uint)label >= (uint)classes || label == blank) throw Errors.NumberOutside("CtcLoss", "a label", label, $"from 0 to {classes - 1}, and not the blank {blank}", nameof(labels));
        }
    }
}
