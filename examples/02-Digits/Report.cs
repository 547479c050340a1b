using System.Globalization;
using Spectre.Console;

namespace Autograd.Examples.Digits;

/// <summary>The text of the example. Colors only add to it: without them nothing is lost.</summary>
internal sealed class Report(IAnsiConsole console)
{
    /// <summary>Longer lines are not read well.</summary>
    private const int WidestLine = 120;

    /// <summary>What a line of the table of epochs is long before the digits misread, and the sign behind them.</summary>
    private const int EpochLine = 52;

    /// <summary>The length of the longest line.</summary>
    private readonly int _width = Math.Clamp(console.Profile.Width, Terminal.NarrowestLine, WidestLine);

    private const string Indent = "   ";
    private int _section;

    /// <summary>The number of scans that fit side by side.</summary>
    private int Shown => Drawing.Fitting(_width - Indent.Length);

    /// <summary>Title and data.</summary>
    public void Data(DigitSet learned, DigitSet heldOut)
    {
        Text("[bold]Handwritten digits: a small network learns to read them[/]");
        Heading("The data");
        Paragraph($"{learned.Count + heldOut.Count:N0} scans of 8×8 pixels, each with the digit that was meant: {learned.Count:N0} to learn from, {heldOut.Count:N0} held "
            + "out, never learned from, to see how well unknown digits are read. Some to learn from:");
        Text("");
        float[][] scans = [.. Enumerable.Range(0, Shown).Select(i => learned.Scan(i).ToArray())];
        string[][] captions = [.. Enumerable.Range(0, Shown).Select(i => new[] { $"a {learned.Labels[i]}" })];
        Draw(scans, captions);
    }

    /// <summary>What is trained, and how.</summary>
    public void Network(DigitReader reader, int epochs)
    {
        Heading("The network");
        Paragraph($"{reader.Network}: {reader.ParameterCount:N0} numbers to learn.");
        Paragraph("Made small: the cross-entropy of the softmax of the 10 outputs.");
        Paragraph($"By: AdamW, learning rate {Number(DigitReader.LearningRate)} falling to 0, weight decay {Number(DigitReader.WeightDecay)}; {epochs} epochs in batches of {DigitReader.BatchSize}, "
            + $"{DigitReader.ShiftProbability.ToString("0 %", CultureInfo.InvariantCulture)} of the scans moved by a pixel, left, right, up or down, each time anew.");
    }

    /// <summary>The head of the table of epochs.</summary>
    public void BeginTraining()
    {
        Heading("Training");
        Text(
            "            while learning        held out",
            "   epoch     loss    right     loss    right   held-out digits misread",
            Indent + new string('─', _width - Indent.Length));
    }

    /// <summary>A line of the table of epochs.</summary>
    public void Epoch(int epoch, double loss, double accuracy, Reading heldOut)
    {
        int misread = heldOut.Misread.Length, bar = Math.Min(misread, _width - EpochLine);
        string more = bar < misread ? "…" : "";
        Text($"   {epoch,5}   {loss,6:0.0000}  {Percent(accuracy),7}   {heldOut.Loss,6:0.0000}  {Percent(heldOut.Accuracy),7}   {misread,3} [yellow]{new string('▪', bar)}{more}[/]");
    }

    /// <summary>What the trained network reads.</summary>
    public void Result(DigitReader reader, Reading reading)
    {
        Heading("What it reads in the digits held out");
        Confusion(reading.Confusion);
        int right = reading.Digits.Length - reading.Misread.Length;
        Text("", $"   [bold]{right} of {reading.Digits.Length} read rightly: {Percent(reading.Accuracy)}[/]", $"   fingerprint of the trained numbers, the same on every run: {reader.Fingerprint:x16}");
        if (reading.Misread.Length == 0) return;

        int[] shown = [.. reading.Misread.Take(Shown)];
        Heading(shown.Length < reading.Misread.Length ? $"The {shown.Length} of {reading.Misread.Length} misread digits that it was surest of" : "The misread digits");
        float[][] scans = [.. shown.Select(i => reading.Scans.Scan(i).ToArray())];
        string[][] captions =
        [
            .. shown.Select(i => new[] { $"a {reading.Scans.Labels[i]}", $"read as {reading.Digits[i]}, {reading.Confidences[i].ToString("0 %", CultureInfo.InvariantCulture)}" }),
        ];
        Draw(scans, captions);
    }

    /// <summary>The digits meant by rows, the digits read by columns.</summary>
    private void Confusion(int[,] counts)
    {
        Text("            read as", "   meant       0    1    2    3    4    5    6    7    8    9      right", $"   {new string('─', 68)}");
        for (int meant = 0; meant < DigitSet.ClassCount; meant++)
        {
            string line = $"   {meant,5}    ";
            int sum = 0;
            for (int read = 0; read < DigitSet.ClassCount; read++)
            {
                int count = counts[meant, read];
                sum += count;
                line += count == 0 ? "[grey]    ·[/]" : read == meant ? $"[green]{count,5}[/]" : $"[red]{count,5}[/]";
            }

            Text($"{line}    {Percent(sum == 0 ? 1 : (double)counts[meant, meant] / sum),7}");
        }
    }

    private void Draw(float[][] scans, string[][] captions)
    {
        foreach (string line in Drawing.Beside(scans, captions)) Text(line.Length == 0 ? "" : $"   {line}");
    }

    private void Heading(string title)
    {
        _section++;
        Text("", $"[bold]{_section}. {title}[/]", $"[grey]{new string('─', _width)}[/]");
    }

    /// <summary>Words, as many in a line as there is room for.</summary>
    private void Paragraph(string text)
    {
        string line = Indent;
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > _width)
            {
                Text(line.TrimEnd());
                line = Indent;
            }

            line += word + " ";
        }

        Text(line.TrimEnd());
    }

    private void Text(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines) console.MarkupLine(line);
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double part) => part.ToString("0.0 %", CultureInfo.InvariantCulture);
}
