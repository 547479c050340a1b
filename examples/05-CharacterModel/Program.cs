using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.CharacterModel;

/// <summary>
/// Example 5: a small GPT learns a novel letter by letter, is saved, loaded, and writes. With words behind the command it goes on from these, with the model
/// of the last run. Returns 1 if it learned less than it should.
/// </summary>
internal static class Program
{
    /// <summary>Nats for a byte of the text held out; to guess by how often each byte occurs costs 3.1.</summary>
    private const double Goal = 1.7;

    private const string Beginning = "It is a truth ";
    private const int LettersWritten = 500;
    private const int StepsPerPoint = 10;

    private static string ModelFile => Path.Combine(AppContext.BaseDirectory, "character-model.safetensors");

    private static int Main(string[] words)
    {
        IAnsiConsole console = Terminal.Open();
        Settings settings = new();
        if (words.Length == 0) return Run(console, settings, ModelFile) <= Goal ? 0 : 1;
        if (!File.Exists(ModelFile)) Run(console, settings, ModelFile);
        Write(console, Continue(settings, ModelFile, string.Join(' ', words), LettersWritten));
        return 0;
    }

    /// <summary>Trains, saves, loads and writes; returns the loss of what was held out.</summary>
    public static double Run(IAnsiConsole console, Settings settings, string file)
    {
        (Text learned, Text heldOut) = Text.Load().Split();
        RandomGenerator random = new(settings.Seed);
        Gpt model = new(settings, random);
        using Learner learner = new(model, settings, random);
        console.MarkupLine("[bold]A GPT learns a novel letter by letter[/]");
        console.WriteLine($"\n{learned.Length:N0} letters of \"Pride and Prejudice\" to learn from, {heldOut.Length:N0} held out.");
        console.WriteLine($"{settings.Blocks} transformer blocks, {settings.Features} features, {settings.Context} letters seen at once: {model.ParameterCount:N0} numbers.\n");
        console.WriteLine("   step   learned   held out   it goes on from \"She \"");

        List<double> losses = [];
        float judged = float.NaN;
        Stopwatch watch = Stopwatch.StartNew();
        Terminal.WithBar(console, settings.Steps, Train);

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{settings.Steps} steps in {watch.Elapsed.TotalSeconds:0} seconds. Cross-entropy of the next letter, in nats:\n"));
        LossCurve curve = new() { Title = "J", Width = Math.Min(console.Profile.Width, 100), Height = 14, StepsPerValue = StepsPerPoint };
        console.WriteLine(curve.Draw([.. losses.Chunk(StepsPerPoint).Select(Enumerable.Average)]));

        Safetensors.Save(file, model.Parameters);
        console.WriteLine($"\nSaved: {new FileInfo(file).Length:N0} bytes, {Path.GetFileName(file)}. Loaded, it writes:\n");
        Write(console, Continue(settings, file, Beginning, LettersWritten));
        return judged;

        void Train(Action advance)
        {
            for (int step = 1; step <= settings.Steps; step++)
            {
                losses.Add(learner.Learn(learned));
                advance();
                if (step % settings.StepsPerLine != 0) continue;
                judged = learner.Judge(heldOut);
                string sample = Writer.Write(model, settings.Context, "She ", 40, new RandomGenerator(settings.Seed)).ReplaceLineEndings(" ").TrimEnd();
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step,7}{losses.TakeLast(settings.StepsPerLine).Average(),10:0.000}{judged,11:0.000}   {Printable(sample)}"));
            }
        }
    }

    /// <summary>A model of its own, from the file, goes on from a beginning.</summary>
    public static string Continue(Settings settings, string file, string beginning, int count)
    {
        Gpt model = new(settings, new RandomGenerator(0));
        Safetensors.Load(file, model.Parameters);
        return Printable(Writer.Write(model, settings.Context, beginning, count, new RandomGenerator(settings.Seed)));
    }

    /// <summary>As it is, with the lines that the model chose.</summary>
    private static void Write(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Letters that a model drew before it knew better.</summary>
    private static string Printable(string text) => string.Concat(text.Select(letter => letter is '\n' or (>= ' ' and <= '~') ? letter : '·'));
}
