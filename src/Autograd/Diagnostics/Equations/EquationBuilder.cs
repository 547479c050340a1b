using System.Numerics;

namespace Autograd;

/// <summary>
/// Makes a derivation of the nodes of a tape: reads the wanted ones in the order of recording, decides which deserve a line and a name,
/// and puts the others into the formulas that use them.
/// </summary>
internal sealed class EquationBuilder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A formula with more parts than this is split.</summary>
    private const int LargestFormula = 14;

    private readonly Tape<T> _tape;
    private readonly AdjointWalk<T>[] _walks;
    private readonly Expression?[] _expressions;
    private readonly bool[] _hasLine;
    private readonly int[] _uses;
    private readonly Names _names = new();
    private readonly List<Equation<T>> _lines = [];
    private readonly Dictionary<int, List<Equation<T>>> _linesOf = [];
    private readonly Dictionary<string, List<int>> _mentions = [];
    private readonly List<EquationLeaf<T>> _leaves = [];
    private readonly HashSet<(int Walk, int Node)> _written = [];
    private readonly Dictionary<int, List<(int Walk, int Node)>> _owners = [];
    private readonly Reasons<T> _reasons;
    private readonly SourceNames _sources = new();
    private readonly HashSet<int> _outputs;
    private readonly int _root;

    /// <param name="tape">The tape.</param>
    /// <param name="walks">The reverse walks, oldest first.</param>
    /// <param name="outputs">What else has to have a line.</param>
    public EquationBuilder(Tape<T> tape, AdjointWalk<T>[] walks, params ReadOnlySpan<int> outputs)
    {
        _tape = tape;
        _walks = walks;
        _outputs = [.. walks.SelectMany(walk => OutputsOf(tape, walk)), .. outputs];
        _root = walks.Length > 0 ? walks[^1].Root : outputs.Length == 1 ? outputs[0] : -1;
        int count = tape.NodeCount;
        _expressions = new Expression?[count];
        _hasLine = new bool[count];
        _uses = new int[count];
        _reasons = new Reasons<T>(tape, walks, NameOf, i => Print(_expressions[i]!));
    }

    public Equations<T> Build()
    {
        bool[] wanted = Wanted();
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i]) _names.Reserve(_tape.Program[i].Operation.Notation.Symbol);
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i]) Read(i);
        }

        for (int w = 0; w < _walks.Length; w++)
        {
            for (int i = _walks[w].Count - 1; i >= 0; i--)
            {
                if (wanted[i] && _walks[w][i] >= 0 && _hasLine[i]) WriteCotangent(w, i, _walks[w][i]);
            }
        }

        return new Equations<T>(_leaves, _lines);
    }

    /// <summary>The name that a node has in the derivation; null where it stands within other formulas only, or nowhere.</summary>
    public string? NameOf(int node) => _hasLine[node] ? ((NameExpression)_expressions[node]!).Name : null;

    /// <summary>
    /// What the derivation says of a node: its lines, of which a cotangent may have several, or else the formula as which it stands within
    /// others, with the given left side. Null for leaves and for what no line needs.
    /// </summary>
    public string? EquationOf(int node, string left)
    {
        if (_linesOf.TryGetValue(node, out var lines)) return string.Join('\n', lines);
        bool isLeaf = _tape.Program[node].Operation.Kind == OperationKind.Leaf;
        return isLeaf || _expressions[node] is not { } formula ? null : $"{left} = {Print(formula)}";
    }

    /// <summary>Why the cotangents that a node is look as they do; empty where it is none.</summary>
    public string ReasonOf(int node) =>
        _linesOf.TryGetValue(node, out var lines) ? string.Join('\n', lines.Select(line => line.Why).Where(why => why.Length > 0).Distinct()) : "";

    private static string Print(Expression formula) => new UnicodePrinter(typeof(T) == typeof(float)).PrintLine(formula);

    /// <summary>The outputs of a walk: what has a cotangent, and goes into nothing else that has one.</summary>
    private static IEnumerable<int> OutputsOf(Tape<T> tape, AdjointWalk<T> walk)
    {
        var isUsed = new bool[walk.Count];
        for (int i = 0; i < walk.Count; i++)
        {
            if (walk[i] < 0) continue;
            foreach (int operand in tape.Program.OperandsOf(tape.Program[i])) isUsed[operand] = true;
        }

        return Enumerable.Range(0, walk.Count).Where(i => walk[i] >= 0 && !isUsed[i]);
    }

    /// <summary>The outputs, the cotangents of leaves and of named nodes, and what they are made of.</summary>
    private bool[] Wanted()
    {
        var wanted = new bool[_tape.NodeCount];
        foreach (int output in _outputs) wanted[output] = true;
        for (int w = 0; w < _walks.Length; w++)
        {
            for (int i = 0; i < _walks[w].Count; i++)
            {
                int cotangent = _walks[w][i];
                if (cotangent < 0) continue;
                if (!_owners.TryGetValue(cotangent, out var owners)) _owners.Add(cotangent, owners = []);
                owners.Add((w, i));
                bool isLeaf = _tape.Program[i].Operation.Kind == OperationKind.Leaf;
                if (!isLeaf && OwnName(i) is null) continue;
                wanted[cotangent] = true;
                wanted[i] = true;
            }
        }

        for (int i = wanted.Length - 1; i >= 0; i--)
        {
            if (!wanted[i]) continue;
            Notation notation = _tape.Program[i].Operation.Notation;
            ReadOnlySpan<int> operands = WrittenOperands(i);
            for (int k = 0; k < operands.Length; k++)
            {
                wanted[operands[k]] = true;
                bool undone = notation.Form == NotationForm.Exponential && _tape.Program[operands[k]].Operation.Notation.LogarithmIs is not null;
                if (!undone) _uses[operands[k]] += notation.RepeatedOperands.Contains(k) ? 2 : 1;
            }
        }

        return wanted;
    }

    private void Read(int i)
    {
        Node<T> node = _tape.Program[i];
        if (node.Operation.Kind == OperationKind.Leaf)
        {
            ReadLeaf(i, in node);
        }
        else
        {
            int[] operands = WrittenOperands(i).ToArray();
            if (IsOpaque(node.Operation.Notation))
            {
                foreach (int operand in operands)
                {
                    if (Complexity.HasMatrixProduct(_expressions[operand]!)) Promote(operand, 'a');
                }
            }

            while (operands.Sum(o => Complexity.Of(_expressions[o]!)) > LargestFormula && operands.MaxBy(o => Complexity.Of(_expressions[o]!)) is var largest
                && Complexity.Of(_expressions[largest]!) > 1)
            {
                Promote(largest, 'v');
            }

            _expressions[i] = NodeReader<T>.Read(node.Operation, [.. operands.Select(o => _expressions[o]!)], node.Shape);
        }

        if (_owners.TryGetValue(i, out var owners))
        {
            foreach (var (walk, owner) in owners.AsEnumerable().Reverse())
            {
                if (owner < i && _hasLine[owner]) WriteCotangent(walk, owner, i);
            }
        }

        if (_hasLine[i] || node.Operation.Kind == OperationKind.Leaf) return;
        bool named = OwnName(i) is not null, output = _outputs.Contains(i);
        if (named || output || (_uses[i] > 1 && !Complexity.IsSimple(_expressions[i]!))) Promote(i, 'v');
    }

    /// <summary>The operands that the node's formula mentions.</summary>
    private ReadOnlySpan<int> WrittenOperands(int i)
    {
        ReadOnlySpan<int> operands = _tape.Program.OperandsOf(_tape.Program[i]);
        return operands[..Math.Min(operands.Length, _tape.Program[i].Operation.Notation.WrittenOperands)];
    }

    private void ReadLeaf(int i, in Node<T> node)
    {
        bool isConstant = node.Operation == LeafOperation<T>.Constant;
        if (isConstant && node.Name is null && node.Shape.ElementCount == 1)
        {
            _expressions[i] = Algebra.Number(double.CreateChecked(_tape.At(i).Scalar));
            return;
        }

        char letter = node.Operation == LeafOperation<T>.Indices ? 'i' : isConstant ? 'c' : node.Operation == LeafOperation<T>.Parameter ? 'w' : 'x';
        string name = _names.Claim(node.Name) ?? _names.Next(letter, node.Shape);
        _expressions[i] = new NameExpression(name, Algebra.Normal(node.Shape), null) { IsIndices = node.Operation == LeafOperation<T>.Indices };
        _hasLine[i] = true;
        _leaves.Add(new EquationLeaf<T>(name, _tape.At(i), node.Operation == LeafOperation<T>.Indices));
    }

    /// <summary>Gives a node a line of its own.</summary>
    private void Promote(int i, char letter)
    {
        if (_hasLine[i]) return;
        Node<T> node = _tape.Program[i];
        Expression definition = _expressions[i]!;
        bool adjoint = Array.Exists(_walks, w => w.Contains(i));
        string? name = _names.Claim(OwnName(i));
        name ??= i == _root && node.Shape.ElementCount == 1 ? _names.Claim("J") : null;
        name ??= _names.Next(adjoint ? 'g' : Letter(definition, node.Operation, letter), node.Shape);
        Write(i, name!, definition, adjoint ? EquationPart.Backward : EquationPart.Forward, "");
    }

    private void Write(int i, string name, Expression definition, EquationPart part, string why)
    {
        Add(new Equation<T>(part, name, definition, _tape.At(i), why));
        foreach (string mentioned in Complexity.Mentions(definition))
        {
            if (!_mentions.TryGetValue(mentioned, out var lines)) _mentions.Add(mentioned, lines = []);
            lines.Add(i);
        }

        _expressions[i] = new NameExpression(name, Algebra.Normal(_tape.Program[i].Shape), definition) { IsIndices = _tape.Program[i].Operation.GivesIndices };
        _hasLine[i] = true;
    }

    /// <summary>How many times the formulas mention a node, as far as the output of a walk depends on it through them.</summary>
    private int Uses(int walk, int node) => _mentions.TryGetValue(NameOf(node)!, out var lines) ? lines.Count(line => _walks[walk][line] >= 0) : 0;

    private void Add(Equation<T> line)
    {
        _lines.Add(line);
        if (!_linesOf.TryGetValue(line.Variable.Index, out var lines)) _linesOf.Add(line.Variable.Index, lines = []);
        lines.Add(line);
    }

    /// <summary>
    /// Writes the line ∇v of a node v. That the cotangent of the output itself is 1 goes without saying, and so does a cotangent that no
    /// line needs: it is dead, as the other operand's often is in a rule that states both.
    /// </summary>
    private void WriteCotangent(int walk, int owner, int cotangent)
    {
        if (_expressions[cotangent] is not { } definition || !_written.Add((walk, owner))) return;
        if (owner == _walks[walk].Root && definition is NumberExpression or BroadcastExpression { Operand: NumberExpression }) return;
        string prefix = "∇" + new string('′', walk);
        string name = _names.Claim(prefix + ((NameExpression)_expressions[owner]!).Name)!;
        string why = _reasons.Of(walk, owner, definition, Uses(walk, owner));
        bool isNumber = definition is NumberExpression or BroadcastExpression { Operand: NumberExpression };
        if (_hasLine[cotangent] || isNumber) Add(new Equation<T>(EquationPart.Backward, name, definition, _tape.At(cotangent), why));
        else Write(cotangent, name, definition, EquationPart.Backward, why);
    }

    /// <summary>
    /// The name that a node was given, or else that of the variable which its line of source code assigns, where the tape knows the line:
    /// the last node of the line is what is assigned.
    /// </summary>
    private string? OwnName(int i)
    {
        if (_tape.Program[i].Name is { } name) return name;
        if (_tape.CallSiteOf(i) is not { } site || Array.Exists(_walks, w => w.Contains(i))) return null;
        bool isLast = i + 1 == _tape.NodeCount || _tape.CallSiteOf(i + 1) != site;
        return isLast ? _sources.At(site.File, site.Line) : null;
    }

    private static char Letter(Expression definition, Operation<T> operation, char otherwise)
    {
        if (Complexity.HasMatrixProduct(definition)) return 'a';
        return operation.Notation.Form switch
        {
            NotationForm.Reduction => 's',
            NotationForm.Function or NotationForm.Exponential or NotationForm.Root => 'h',
            _ => otherwise,
        };
    }

    /// <summary>Whether a function hides its argument, so that a matrix product there is better given a name.</summary>
    private static bool IsOpaque(Notation notation) => notation.Form
        is NotationForm.Function or NotationForm.LogisticLoss or NotationForm.LogisticResidual or NotationForm.DensityByDistribution or NotationForm.GeluSlope or NotationForm.SiluSlope or NotationForm.Exponential or NotationForm.Root or NotationForm.Magnitude or NotationForm.Power && !notation.IsLinear;
}
