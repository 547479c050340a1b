using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>How nodes, elements and values are called in sentences about them.</summary>
internal sealed class NodeWords<T>(Tape<T> tape)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<int, string> _cotangents = CotangentsOf(tape);

    /// <summary>A node's name where it is one word, ∇x for the cotangent of x, else its number <c>%3</c>.</summary>
    public string Name(int node) => Word(tape, node) ?? _cotangents.GetValueOrDefault(node) ?? Number(node);

    /// <summary>The node's own equation, of its operands: <c>h = ln(z)</c>; of a leaf its name.</summary>
    public string Equation(int node) => tape.Program[node].OperandCount == 0 ? Name(node) : $"{Name(node)} = {Formula(node)}";

    /// <summary>The equation, unless that says no more than another number: then the name.</summary>
    public string Short(int node) => tape.Program[node].OperandCount == 0 || Formula(node) is ['%', .. var digits] && digits.All(char.IsAsciiDigit) ? Name(node) : Equation(node);

    /// <summary>An equation and the line that recorded it, where the tape knows that: <c>h = ln(z) (Model.cs:41)</c>.</summary>
    public string Place(int node) => tape.CallSiteOf(node) is { } site ? $"{Equation(node)} ({site})" : Equation(node);

    /// <summary>A value in its shortest text.</summary>
    public static string Value(T value) =>
        T.IsNaN(value) ? "NaN" : UnicodePrinter.Number(double.CreateChecked(value), typeof(T) == typeof(float));

    /// <summary>Which element: <c>[2, 0]</c>.</summary>
    public static string Index(ReadOnlySpan<int> index) => $"[{string.Join(", ", index.ToArray())}]";

    /// <summary>The indices of the element at a place in row-major order.</summary>
    public static int[] IndexOf(int place, Shape shape)
    {
        var index = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            index[d] = place % shape[d];
            place /= shape[d];
        }

        return index;
    }

    /// <summary>The element of an operand that is broadcast to a place of the result: its indices are the last ones, and 0 where its length is 1.</summary>
    public static int[] BroadcastIndex(ReadOnlySpan<int> index, Shape operand)
    {
        int[] own = index[(index.Length - operand.Rank)..].ToArray();
        for (int d = 0; d < own.Length; d++)
        {
            if (operand[d] == 1) own[d] = 0;
        }

        return own;
    }

    /// <summary>The place in row-major order of an element.</summary>
    public static int PlaceOf(ReadOnlySpan<int> index, Shape shape)
    {
        int place = 0;
        for (int d = 0; d < index.Length; d++) place = (place * shape[d]) + index[d];
        return place;
    }

    private string Formula(int node)
    {
        Operation<T> operation = tape.Program[node].Operation;
        ReadOnlySpan<int> all = tape.Program.OperandsOf(tape.Program[node]);
        ReadOnlySpan<int> written = all[..Math.Min(all.Length, operation.Notation.WrittenOperands)];
        Expression formula = NodeReader<T>.Read(operation, Array.ConvertAll(written.ToArray(), Operand), tape.Program[node].Shape);
        return new UnicodePrinter(typeof(T) == typeof(float)).PrintLine(formula);
    }

    private Expression Operand(int node)
    {
        if (NodeText.Literal(tape, node) is not null) return Algebra.Number(double.CreateChecked(tape.At(node).Scalar));
        return new NameExpression(Name(node), Algebra.Normal(tape.Program[node].Shape), null) { IsIndices = tape.Program[node].Operation.GivesIndices };
    }

    private static string? Word(Tape<T> tape, int node) => new Names().Claim(tape.Program[node].Name);

    private static string Number(int node) => string.Create(CultureInfo.InvariantCulture, $"%{node}");

    /// <summary>For each node that is a cotangent the name that says of what: of the latest named one, else of the latest.</summary>
    private static Dictionary<int, string> CotangentsOf(Tape<T> tape)
    {
        var names = new Dictionary<int, string>();
        int walks = 0;
        foreach (ref readonly ReverseWalkRecord walk in tape.Walks)
        {
            if (walk.IsUpdate) continue;
            string prefix = "∇" + new string('′', walks++);
            var isNamed = new HashSet<int>();
            foreach (CotangentOfNode cotangent in tape.Cotangents(walk.CotangentStart, walk.CotangentCount))
            {
                bool isOwn = cotangent.Value >= walk.FirstNode;
                string? word = Word(tape, cotangent.Node);
                if (isOwn && word is not null && isNamed.Add(cotangent.Value)) names[cotangent.Value] = prefix + word;
                else if (isOwn) names.TryAdd(cotangent.Value, prefix + (word ?? names.GetValueOrDefault(cotangent.Node) ?? Number(cotangent.Node)));
            }
        }

        return names;
    }
}
