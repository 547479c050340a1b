using System.Globalization;
using System.Text;

namespace Autograd.Examples.Derivation;

/// <summary>The derivation as a text that leads from the question to the answer.</summary>
internal sealed class Lesson
{
    private const int Width = 80;
    private readonly Network _network;
    private readonly Equations<double> _equations;
    private readonly (Equation<double> Line, double Difference)[] _checked;

    public Lesson(Network network, Equations<double> equations)
    {
        _network = network;
        _equations = equations;
        var check = new NumericCheck(network);
        _checked = [.. equations.Lines.Select(line => (line, check.Of(line)))];
    }

    private string Title => $"Backpropagation for a {string.Join('-', _network.Settings.Layers)} network, derived";

    private string Question
    {
        get
        {
            Settings s = _network.Settings;
            string who = s.Batch == 0 ? "one example" : s.Batch == 1 ? "a batch of one example" : $"{s.Batch} examples side by side, one a row";
            string loss = s.Loss == Loss.Squared ? "half the squared error" : "the cross-entropy of the softmax of its last layer";
            return $"A network of {_network.Depth} {(_network.Depth == 1 ? "layer" : "layers")} ({Settings.Word(s.Activation)}) looks at {who}; J is {loss}{(s.Batch > 0 ? " per example" : "")}. "
                + $"How does J change with each of the {_network.ParameterCount} weights and biases? And why do the equations look as they do: "
                + "⊙ here, a matrix product there, a transpose on just that side?";
        }
    }

    private const string Method =
        "Write ∇v for the gradient of J by v: as many numbers as v has, in the same places. J depends on v through what is computed "
        + "from v next; so if that next thing is u = f(v) and ∇u is known, ∇v is ∇u times the Jacobian of f. Nobody needs that Jacobian "
        + "as a table of numbers: each operation knows what multiplying by its own comes to. Start at J, go backwards one operation at a "
        + "time, and write down what each says.";

    private const string Because =
        "⊙ stands where an operation works element by element: each element of its result sees one of its operand, so of the whole "
        + "Jacobian only the diagonal is left. A matrix product stands where elements were mixed by one. It comes transposed because the "
        + "way back runs against the way forth: what the rows of W put together, its columns take apart again. And a weight's gradient "
        + "is the product of the two numbers that met at it: what came in forwards, and the cotangent that came in backwards.";

    /// <summary>Writes the text; returns whether every line agrees with the numbers.</summary>
    public bool Write(TextWriter output)
    {
        output.WriteLine(Title);
        output.WriteLine(new string('═', Title.Length));
        Heading(output, "1  The question");
        Paragraph(output, Question);
        Heading(output, "2  What is computed, from the input to J");
        Paragraph(output, "Given: " + string.Join(", ", _equations.Leaves.Select(l => $"{l.Name} {l.Shape}")) + ".");
        output.WriteLine();
        Lines(output, EquationPart.Forward, "off by");
        Heading(output, "3  How to go backwards");
        Paragraph(output, Method);
        Heading(output, "4  Backwards, from J to the weights");
        Lines(output, EquationPart.Backward, "off by");
        output.WriteLine();
        int width = _equations.Notations.Max(n => n.Sample.Length);
        foreach (var (sample, meaning) in _equations.Notations) output.WriteLine($"   {sample.PadRight(width)}   {meaning}");
        Heading(output, "5  The answer");
        Paragraph(output, Answer());
        output.WriteLine();
        foreach (string line in Pattern()) output.WriteLine("     " + line);
        output.WriteLine();
        Paragraph(output, Because);
        Heading(output, "6  Is it true?");
        Paragraph(output, Verdict());
        return Agrees;
    }

    /// <summary>The text as Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append($"# {Title}\n\n## The question\n\n{Question}\n\n## How to go about it\n\n{Method}\n\n## The derivation\n\n");
        text.Append(_equations.ToMarkdown(reasons: true));
        text.Append($"\n## The answer\n\n{Answer()}\n\n");
        foreach (string line in Pattern()) text.Append($"    {line}\n");
        text.Append($"\n{Because}\n\n## Is it true?\n\n{Verdict()}\n\n| line | largest difference |\n| --- | ---: |\n");
        foreach (var (line, difference) in _checked) text.Append($"| `{line}` | {Number(difference)} |\n");
        return text.ToString();
    }

    private bool Agrees => Array.TrueForAll(_checked, c => c.Difference <= NumericCheck.Tolerance);

    private void Lines(TextWriter output, EquationPart part, string title)
    {
        int names = _equations.Lines.Max(l => l.Name.Length), widest = _equations.Lines.Max(l => l.Formula.Length);
        output.WriteLine($"   {"".PadRight(names + widest + 3)}  {"lengths",-9}  {title,9}");
        foreach (var (line, difference) in _checked.Where(c => c.Line.Part == part))
        {
            output.WriteLine($"   {line.Name.PadRight(names)} = {line.Formula.PadRight(widest)}  {line.Shape,-9}  {Number(difference),9}");
            if (line.Why.Length > 0) Paragraph(output, line.Why, "        ");
        }
    }

    private string Answer()
    {
        int depth = _network.Depth;
        return depth == 1
            ? "These are the equations of the one layer there is. None was typed in: each line is what the operation's own rule recorded."
            : "Read the lines of one layer together and the pattern shows: it is the same in every layer, and it is the backward algorithm of the textbooks "
                + $"(algorithm 6.4 of Deep Learning). None of it was typed in: each line is what an operation's own rule recorded. For layer {depth - 1}:";
    }

    /// <summary>The lines of the last hidden layer, where the pattern can be seen.</summary>
    private IEnumerable<string> Pattern()
    {
        int k = Math.Max(_network.Depth - 1, 1);
        string[] names = [$"∇{_network.Name('h', k)}", $"∇{_network.Name('a', k)}", $"∇b{k}", $"∇W{k}"];
        return names.Select(name => _equations.Lines.FirstOrDefault(l => l.Name == name)?.ToString()).OfType<string>();
    }

    private string Verdict()
    {
        double forward = _checked.Where(c => c.Line.Part == EquationPart.Forward).Max(c => c.Difference);
        double backward = _checked.Where(c => c.Line.Part == EquationPart.Backward).Max(c => c.Difference);
        return $"Forward, each line was compared with plain loops: off by {Number(forward)} at most. Backward, each number of each quantity was moved a "
            + $"little in those loops, and J with it: the gradients are off from these differences by {Number(backward)} at most "
            + $"(allowed is {Number(NumericCheck.Tolerance)}). " + (Agrees ? "It is true." : "THIS IS TOO MUCH: some line is wrong.");
    }

    private static string Number(double value) => value == 0 ? "0" : value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    private static void Heading(TextWriter output, string text)
    {
        output.WriteLine();
        output.WriteLine(text);
        output.WriteLine();
    }

    private static void Paragraph(TextWriter output, string text, string indent = "   ")
    {
        var line = new StringBuilder(indent);
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > Width)
            {
                output.WriteLine(line.ToString().TrimEnd());
                line.Clear().Append(indent);
            }

            line.Append(word).Append(' ');
        }

        output.WriteLine(line.ToString().TrimEnd());
    }
}
