using System.Numerics;

namespace Autograd;

/// <summary>
/// Says why a cotangent looks as it does: for each step from a node to the next line what the local Jacobian is, from what the operation
/// declares: its kind, its notation, what it is linear in; and from the lengths, which tell where something was repeated.
/// </summary>
internal sealed class Reasons<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostReasons = 2, Product = 5;
    private static readonly string[] Times = ["", "once", "twice", "three times", "four times", "five times"];
    private static readonly Reason AsItIs = new(0, "it goes in as it is, nothing else beside it: the Jacobian is the identity");
    private static readonly Reason Unchanged = new(0, "a sum passes its cotangent on unchanged: its Jacobian is the identity");
    private readonly Tape<T> _tape;
    private readonly Func<int, string?> _nameOf;
    private readonly Func<int, string> _textOf;
    private readonly AdjointWalk<T>[] _walks;
    private readonly Dictionary<int, List<(int Node, int Operand)>>[] _uses;

    /// <param name="tape">The tape.</param>
    /// <param name="walks">The reverse walks.</param>
    /// <param name="nameOf">The name of a node that has a line, else null.</param>
    /// <param name="textOf">A node as formulas write it: its name, or a formula.</param>
    public Reasons(Tape<T> tape, AdjointWalk<T>[] walks, Func<int, string?> nameOf, Func<int, string> textOf)
    {
        _textOf = textOf;
        _tape = tape;
        _walks = walks;
        _nameOf = nameOf;
        _uses = new Dictionary<int, List<(int Node, int Operand)>>[walks.Length];
    }

    /// <summary>One sentence on the cotangent of a node; empty for an output.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="node">The node.</param>
    /// <param name="cotangent">What the line says that the cotangent is.</param>
    /// <param name="terms">How many times the formulas say that the node is used.</param>
    public string Of(int walk, int node, Expression cotangent, int terms)
    {
        var uses = UsesOf(walk, node);
        if (uses.Count == 0) return "";
        List<Reason> all = [.. uses.SelectMany(u => Path(walk, node, u.Node, u.Operand)).Distinct()];
        if (cotangent is NameExpression { Name: ['∇', ..] } && uses.Count == 1 && all.Exists(r => r.Weight == Product)) all = [AsItIs];
        if (all.Count == 0) all.Add(Unchanged);
        var chosen = all.OrderByDescending(r => r.Weight).Take(MostReasons).ToHashSet();
        string text = "because " + string.Join("; and ", all.Where(chosen.Contains).Select(r => r.Text));
        return terms < 2 ? text : $"{text}; it is used {(terms < Times.Length ? Times[terms] : $"{terms} times")}, and the contributions add up";
    }

    /// <summary>The reasons on the way from a node to the next one with a line, in the order in which the chain rule applies them.</summary>
    private List<Reason> Path(int walk, int node, int user, int operand)
    {
        var steps = new List<Reason>();
        int from = node, step = user;
        while (true)
        {
            if (Repetition(from, step) is { } repetition) steps.Add(repetition);
            if (Clause(from, step, operand) is { } clause) steps.Add(clause);
            if (_nameOf(step) is not null || step == _walks[walk].Root) break;
            var next = UsesOf(walk, step);
            if (next.Count == 0) break;
            from = step;
            (step, operand) = next[0];
        }

        steps.Reverse();
        return steps;
    }

    private Reason? Clause(int from, int node, int operand)
    {
        Operation<T> operation = _tape.Program[node].Operation;
        Notation notation = operation.Notation;
        bool scalar = _tape.Program[node].Shape.ElementCount == 1;
        switch (notation.Form)
        {
            case NotationForm.Sum:
                return notation.Weights[operand] < 0 ? new(1, "the minus sign carries over") : null;
            case NotationForm.Product when notation.Weights.Length == 1:
                return Elementwise(3, notation.Weights[0] switch { 2 => "the square", -1 => "the reciprocal", _ => "the power" }, scalar);
            case NotationForm.Product when IsConstantNumber(node, 1 - operand):
                return new(1, "a constant factor carries over");
            case NotationForm.Product when notation.Weights[operand] > 0:
                return new(3, scalar
                    ? "a product is linear in each factor: the cotangent times the other factor"
                    : "⊙ works element by element, linear in each factor: its Jacobian is diagonal, the cotangent ⊙ the other factor");
            case NotationForm.Product:
                return Elementwise(3, "a quotient", scalar);
            case NotationForm.TimesLogarithm:
                return Elementwise(3, "a product with a logarithm", scalar);
            case NotationForm.MatrixProduct:
                return new(Product, MatrixProduct(node, operand));
            case NotationForm.Transposition:
                return new(4, "the transposition turns the product round, (A B)ᵀ = Bᵀ Aᵀ");
            case NotationForm.Rearrangement or NotationForm.Repetition:
                return null;
            case NotationForm.Power:
                return Elementwise(3, "a power", scalar);
            case NotationForm.Choice:
                return new(4, "a choice gives the cotangent to the operand that was chosen, and 0 to the other");
            case NotationForm.Reduction when notation.IsLinear:
                return new(2, "Σ has slope 1 in every element: each of them gets the cotangent of the sum");
            case NotationForm.Reduction:
                return new(4, $"{notation.Symbol} puts several elements together: its cotangent is shared out by the slope in each of them");
        }

        if (operation.Kind == OperationKind.Elementwise) return Elementwise(4, notation.Form == NotationForm.Magnitude ? "|·|" : notation.Symbol, scalar);
        string symbol = notation.Symbol.Length > 0 ? notation.Symbol : operation.Name;
        if (notation.IsMoving) return new(4, $"{symbol} only moves elements, a Jacobian of zeros and ones: its transpose moves their cotangents back");
        if (notation.IsLinear) return new(4, $"{symbol} is linear: the cotangent goes through its transpose");
        if (notation.LinearOperands.Contains(operand)) return new(5, $"{symbol} is linear in {_textOf(from)}: the cotangent goes through the transpose of that linear map");
        return notation.IsChoosing
            ? new(4, $"{symbol} takes one of several elements: that one gets the cotangent, the others get 0")
            : new(4, $"{symbol} mixes its elements, so its Jacobian is full: its rule multiplies by it without forming it");
    }

    private static Reason Elementwise(int weight, string subject, bool scalar) => new(weight, scalar
        ? $"the chain rule multiplies by the slope of {subject}"
        : $"{subject} works element by element: its Jacobian is diagonal, so the cotangent ⊙ the slope");

    private string MatrixProduct(int node, int operand)
    {
        ReadOnlySpan<int> operands = _tape.Program.OperandsOf(_tape.Program[node]);
        if (_tape.Program[node].Shape.ElementCount == 1) return "an inner product is linear in each factor: the cotangent times the other factor";
        if (operand == 1) return $"a matrix product is linear in its right factor: the left factor {Transposed(operands[0])}, on the left";
        return _tape.Program[operands[1]].Shape[^1] == 1
            ? "a matrix times a column is linear in the matrix, and row i meets the column in element i alone: an outer product"
            : $"a matrix product is linear in its left factor: the right factor {Transposed(operands[1])}, on the right";
    }

    /// <summary>That a factor comes transposed; of one that is a transposition itself, what that leaves.</summary>
    private string Transposed(int factor) =>
        _textOf(factor) is [.., 'ᵀ'] text ? $"{text} comes transposed, as {text[..^1]}" : "comes transposed";

    /// <summary>Where an element-wise operation or a repetition stretched its operand, the reverse walk adds up the copies.</summary>
    private Reason? Repetition(int from, int node)
    {
        Operation<T> operation = _tape.Program[node].Operation;
        bool stretches = operation.Kind == OperationKind.Elementwise || operation.Notation.Form == NotationForm.Repetition;
        Shape own = _tape.Program[from].Shape, full = _tape.Program[node].Shape;
        if (!stretches || own == full || own.ElementCount == full.ElementCount) return null;
        Dimensions stretched = own.StretchedIn(in full);
        string where = stretched.Count == full.Rank ? "for every element" : stretched.Count == 1 && stretched.Contains(0) && full.Rank == 2
            ? "in every row" : stretched.Count == 1 && full.Rank == 2 ? "in every column" : $"along the dimensions {stretched}";
        return new(5, $"{_textOf(from)} was repeated {where}: the cotangents of the copies are added up (Σ)");
    }

    private bool IsConstantNumber(int node, int operand)
    {
        if (operand < 0 || operand > 1) return false;
        Node<T> other = _tape.Program[_tape.Program.OperandsOf(_tape.Program[node])[operand]];
        return other.Operation == LeafOperation<T>.Constant && other.Shape.ElementCount == 1;
    }

    private List<(int Node, int Operand)> UsesOf(int walk, int node)
    {
        Dictionary<int, List<(int Node, int Operand)>> uses = _uses[walk] ??= Collect(_walks[walk]);
        return uses.GetValueOrDefault(node) ?? [];
    }

    private Dictionary<int, List<(int Node, int Operand)>> Collect(AdjointWalk<T> walk)
    {
        var uses = new Dictionary<int, List<(int Node, int Operand)>>();
        for (int i = 0; i < walk.Count; i++)
        {
            if (walk[i] < 0) continue;
            ReadOnlySpan<int> operands = _tape.Program.OperandsOf(_tape.Program[i]);
            for (int k = 0; k < operands.Length; k++)
            {
                if (walk[operands[k]] < 0 || _tape.Program[i].Operation.Notation.ConstantOperands.Contains(k)) continue;
                if (!uses.TryGetValue(operands[k], out var list)) uses.Add(operands[k], list = []);
                list.Add((i, k));
            }
        }

        return uses;
    }

    /// <summary>A clause, and how much it explains.</summary>
    private sealed record Reason(int Weight, string Text);
}
