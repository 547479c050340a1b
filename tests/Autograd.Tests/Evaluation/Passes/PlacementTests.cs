namespace Autograd.Tests.Evaluation;

/// <summary>Buffers that live at the same time never share memory, held ones keep theirs, and a place is taken over only where element follows element.</summary>
public class PlacementTests
{
    /// <summary>A sum of a value and a part of it that is broadcast: what is overwritten must not be read again.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(40, 3)]
    [InlineData(3, 40)]
    [InlineData(40, 100)]
    [InlineData(3, 5000)]
    public void A_result_does_not_take_the_place_of_an_operand_whose_beginning_is_broadcast(int rows, int columns)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        double[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (double)((i * 7) % 11))];
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Constant(values, [rows, columns]);
            var sums = x.CumulativeSum(1);
            double[] y = (sums + sums.Slice(0, 0..1)).CumulativeSum(0).ToArray();
            double[] z = (x.CumulativeSum(0) is var all ? all * all.At(0, 0).At(0, 0) : x).CumulativeSum(0).ToArray();
            var expectedY = new double[rows * columns];
            var expectedZ = new double[rows * columns];
            for (int column = 0; column < columns; column++)
            {
                double sumOfY = 0, sumOfZ = 0, inColumn = 0, top = 0;
                for (int row = 0; row < rows; row++)
                {
                    double inRow = values.AsSpan(row * columns, column + 1).ToArray().Sum();
                    if (row == 0) top = inRow;
                    expectedY[(row * columns) + column] = sumOfY += inRow + top;
                    expectedZ[(row * columns) + column] = sumOfZ += (inColumn += values[(row * columns) + column]) * values[0];
                }
            }

            Assert.Equal(expectedY, y);
            Assert.Equal(expectedZ, z);
        }
    }

    /// <summary>Random buffers over random steps: what lives at the same time has places of its own, whatever is taken over and given back.</summary>
    [Fact]
    public void Buffers_that_live_at_the_same_time_do_not_overlap()
    {
        var random = new Random(11);
        int takenOver = 0, placement = 0;
        var placing = new Placement();
        for (int round = 0; round < 3000; round++)
        {
            Draft<float> draft = RandomDraft(random);
            placing.Place(draft);
            Span<DraftBuffer> buffers = draft.Buffers.Items;
            for (int i = 0; i < buffers.Length; i++)
            {
                ref DraftBuffer own = ref buffers[i];
                Assert.Equal(0, own.Offset % (own.Count > 4 ? 64 : 16));
                Assert.True(own.Offset >= 0 && own.Offset + BytesOf(own.Count) <= draft.Bytes);
                for (int j = 0; j < i; j++)
                {
                    if (!Live(in own, in buffers[j]) || !Overlap(in own, in buffers[j])) continue;
                    bool isTaken = IsTaken(in own, in buffers[j], j) || IsTaken(in buffers[j], in own, i);
                    Assert.True(isTaken, $"round {round}: buffers {i} and {j} of {buffers.Length}");
                    takenOver++;
                }

                placement++;
            }
        }

        Assert.True(takenOver > 500 && placement > 30_000, $"{takenOver} of {placement}");

        static bool Live(in DraftBuffer a, in DraftBuffer b) => a.FirstStep <= Last(in b) && b.FirstStep <= Last(in a);

        static int Last(in DraftBuffer buffer) => buffer.IsHeld ? int.MaxValue : buffer.LastStep;

        static bool Overlap(in DraftBuffer a, in DraftBuffer b) => a.Offset < b.Offset + BytesOf(b.Count) && b.Offset < a.Offset + BytesOf(a.Count);

        static bool IsTaken(in DraftBuffer by, in DraftBuffer taken, int index) =>
            by.InPlaceOf == index && taken.IsGone && !taken.IsHeld && taken.LastStep == by.FirstStep && by.Offset == taken.Offset;
    }

    [Fact]
    public void A_chain_needs_the_memory_of_two_results_whatever_its_length()
    {
        Draft<float> draft = Empty(100);
        for (int k = 0; k < 100; k++) draft.Buffers.Add() = new DraftBuffer { Count = 1000, FirstStep = k, LastStep = Math.Min(k + 1, 99), InPlaceOf = -1 };
        new Placement().Place(draft);
        Assert.Equal(2 * 4032, draft.Bytes);
    }

    [Fact]
    public void A_chain_in_place_needs_the_memory_of_one_result()
    {
        Draft<float> draft = Empty(100);
        for (int k = 0; k < 100; k++) draft.Buffers.Add() = new DraftBuffer { Count = 1000, FirstStep = k, LastStep = Math.Min(k + 1, 99), InPlaceOf = k - 1 };
        new Placement().Place(draft);
        Assert.Equal(4032, draft.Bytes);
    }

    private static long BytesOf(int count) => Math.Max(count, 1) * sizeof(float);

    private static Draft<float> Empty(int steps)
    {
        var program = new Program<float>();
        var draft = new Draft<float>(program, new Values<float>(program));
        for (int k = 0; k < steps; k++) draft.Steps.Add() = new DraftStep { Kind = StepKind.Kernel };
        return draft;
    }

    private static Draft<float> RandomDraft(Random random)
    {
        int steps = 1 + random.Next(25);
        Draft<float> draft = Empty(steps);
        int[] counts = [0, 1, 3, 4, 5, 16, 17, 100, 100, 333];
        var isTaken = new HashSet<int>();
        for (int step = 0; step < steps; step++)
        {
            int begins = 1 + (random.Next(5) == 0 ? 2 : 0);
            for (int k = 0; k < begins; k++)
            {
                int inPlaceOf = draft.Buffers.Count == 0 || random.Next(2) == 0 ? -1 : random.Next(draft.Buffers.Count);
                if (inPlaceOf >= 0 && (draft.Buffers[inPlaceOf].FirstStep >= step || draft.Buffers[inPlaceOf].LastStep < step || !isTaken.Add(inPlaceOf))) inPlaceOf = -1;
                int count = inPlaceOf >= 0 ? draft.Buffers[inPlaceOf].Count : counts[random.Next(counts.Length)];
                int last = random.Next(8) == 0 ? -1 : Math.Min(steps - 1, step + random.Next(6));
                draft.Buffers.Add() = new DraftBuffer { Count = count, FirstStep = step, LastStep = last, IsHeld = random.Next(6) == 0, InPlaceOf = inPlaceOf };
            }
        }

        return draft;
    }
}
