using System.Text;

namespace Autograd.Examples.CharacterModel;

public sealed class CharacterModelTests : IDisposable
{
    private static readonly Settings Small = new() { Context = 16, Features = 16, Heads = 2, Blocks = 1, Batch = 8, Steps = 80, StepsPerLine = 40, WarmUp = 10, LearningRate = 0.01 };

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"character-model-{Guid.NewGuid():N}.safetensors");

    [Fact]
    public void AShortTraining_LearnsWhichLettersThereAre_SavesAndReports()
    {
        using StringWriter output = new();
        double loss = Program.Run(Terminal.Plain(output), Small, _file);
        Assert.InRange(loss, 2, 3.1);

        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.DoesNotContain('\x1b', text);
        Assert.All(lines.TakeWhile(line => !line.StartsWith("Saved:", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        Assert.Contains(lines, line => line.StartsWith("     80 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("It is a truth ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains('⣀', StringComparison.Ordinal));

        // What was saved goes on in the same way each time, and otherwise than a model that knows nothing.
        string written = Program.Continue(Small, _file, "She ", 60);
        Assert.Equal(64, written.Length);
        Assert.Equal(written, Program.Continue(Small, _file, "She ", 60));
        Assert.NotEqual(written, Writer.Write(new Gpt(Small, new RandomGenerator(0)), Small.Context, "She ", 60, new RandomGenerator(Small.Seed)));
    }

    [Fact]
    public void AStep_AllocatesNothing()
    {
        Text text = Text.Load();
        using Learner learner = new(new Gpt(Small, new RandomGenerator(1)), Small, new RandomGenerator(2));
        for (int step = 0; step < 8; step++) learner.Learn(text);

        // The least of five times: a collection that other threads cause has the rest of this thread's allocation buffer counted, too.
        long least = long.MaxValue;
        for (int time = 0; time < 5; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 5; step++) learner.Learn(text);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Pieces_AreOfTheText_AndNextIsWhatFollows()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(k => (byte)k)];
        (Text learned, Text heldOut) = new Text(bytes).Split();
        Assert.Equal((90, 10), (learned.Length, heldOut.Length));
        int[] pieces = new int[40], next = new int[40];
        learned.FillPieces(8, new RandomGenerator(1), pieces, next);
        Assert.Equal(pieces.Select(value => value + 1), next);
        for (int k = 0; k < 40; k++) Assert.Equal(pieces[k / 8 * 8] + (k % 8), pieces[k]);
        Assert.True(next.Max() < 90 && pieces.Chunk(8).Select(piece => piece[0]).Distinct().Count() > 1);
        heldOut.FillPieces(8, new RandomGenerator(1), pieces, next);
        Assert.True(pieces.Min() >= 90);
    }

    [Fact]
    public void Load_FindsTheNovel_BesideTheProgram()
    {
        Text novel = Text.Load();
        Assert.Equal(684_768, novel.Length);
        int[] first = new int[novel.Length - 1], next = new int[novel.Length - 1];
        novel.FillPieces(first.Length, new RandomGenerator(1), first, next);
        Assert.StartsWith("PRIDE AND PREJUDICE\n", Encoding.Latin1.GetString([.. first.Select(value => (byte)value)]), StringComparison.Ordinal);
        Assert.All(next, value => Assert.InRange(value, 10, 126));
    }

    /// <summary>What a position says does not depend on what comes after it.</summary>
    [Fact]
    public void TheModel_DoesNotLookAhead()
    {
        Gpt model = new(Small, new RandomGenerator(1));
        using Tape<float> tape = new();
        float[] one = model.Forward(tape.Indices([65, 66, 67]), Pass.Inference).Slice(0, 0, 2).ToArray();
        Assert.Equal(one, model.Forward(tape.Indices([65, 66, 90]), Pass.Inference).Slice(0, 0, 2).ToArray());
        Assert.NotEqual(one, model.Forward(tape.Indices([65, 67, 67]), Pass.Inference).Slice(0, 0, 2).ToArray());
    }

    public void Dispose() => File.Delete(_file);
}
