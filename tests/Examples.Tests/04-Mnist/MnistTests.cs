namespace Autograd.Examples.Mnist;

public sealed class MnistTests : IDisposable
{
    private static readonly Settings Small = new() { Images = 600, HeldOut = 200, Epochs = 2, Batch = 30 };

    private readonly string _folder = Directory.CreateTempSubdirectory("mnist-").FullName;

    [Fact]
    public void AShortTraining_ReadsMostDigits_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        double accuracy = Program.Run(Terminal.Plain(output), Small, _folder);
        Assert.InRange(accuracy, 0.7, 0.95);

        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.DoesNotContain('\x1b', text);
        Assert.All(lines, line => Assert.True(line.Length <= 80 && !line.EndsWith(' '), line));
        Assert.Contains(lines, line => line.StartsWith("      2 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("accuracy ", StringComparison.Ordinal));
        Assert.Contains("were misread", text, StringComparison.Ordinal);
        Assert.Equal(["mnist.safetensors", "mnist.svg"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Contains("<path class=\"line c0\"", File.ReadAllText(Path.Combine(_folder, "mnist.svg")), StringComparison.Ordinal);

        // What was saved reads as well as what was trained.
        using Reader saved = new(MnistImages.LoadLearned().Take(30), Small with { Seed = 1 });
        Safetensors.Load(Path.Combine(_folder, "mnist.safetensors"), saved.Network);
        Assert.Equal(accuracy, saved.Read(MnistImages.LoadHeldOut().Take(Small.HeldOut)).Matrix.Accuracy);
    }

    /// <summary>Another reader that goes on from a file ends with the same bits, with another number of threads, too.</summary>
    [Fact]
    public void AnInterruptedTraining_GoesOnWithTheSameBits()
    {
        string file = Path.Combine(_folder, "checkpoint");
        MnistImages images = MnistImages.LoadLearned().Take(60);
        using Reader reader = new(images, Small), other = new(images, Small with { Threads = 1, Seed = 1998 });
        for (int step = 0; step < 3; step++) reader.Learn();
        reader.Save(file);
        float[] expected = [.. Enumerable.Range(0, 3).Select(_ => reader.Learn())];
        other.Load(file);
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(_ => other.Learn()));
        Assert.Equal((3, 6), (other.Epoch, other.StepCount));
    }

    [Fact]
    public void AStep_AllocatesNothing()
    {
        using Reader reader = new(MnistImages.LoadLearned().Take(60), Small);
        Assert.Equal(0, Allocations.OfFiveSteps(() => reader.Learn()));
    }

    [Fact]
    public void Move_TurnsAndShifts()
    {
        float[] image = new float[MnistImages.PixelCount], moved = new float[MnistImages.PixelCount];
        image[(10 * MnistImages.Side) + 20] = 1;
        MovedImages.Move(image, 0, right: 2, down: -1, moved);
        Assert.Equal([(((11 * MnistImages.Side) + 18), 1f)], Ink());
        MovedImages.Move(image, 0, right: 0.25, down: 0, moved);
        Assert.Equal([((10 * MnistImages.Side) + 19, 0.25f), ((10 * MnistImages.Side) + 20, 0.75f)], Ink());

        // A quarter: row 10, column 20 of 0 to 27 is what row r, column c with c = 10 and 27 − r = 20 leads to.
        MovedImages.Move(image, Math.PI / 2, 0, 0, moved);
        Assert.Equal(1f, moved[(7 * MnistImages.Side) + 10], 1e-5f);

        (int, float)[] Ink() => [.. moved.Select((value, k) => (k, value)).Where(each => each.value != 0)];
    }

    [Fact]
    public void MovedImages_FollowFromTheRandomNumbersAlone()
    {
        MovedImages images = new(MnistImages.LoadLearned().Take(3));
        float[] once = Copy(1), again = Copy(1), otherwise = Copy(2);
        Assert.Equal(once, again);
        Assert.NotEqual(once, otherwise);
        Assert.All(once, value => Assert.InRange(value, 0, 1));

        float[] Copy(ulong seed)
        {
            float[] pixels = new float[MnistImages.PixelCount];
            int[] label = new int[1];
            images.Copy(2, new RandomGenerator(seed), pixels, label);
            Assert.Equal(4, label[0]);
            return pixels;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
