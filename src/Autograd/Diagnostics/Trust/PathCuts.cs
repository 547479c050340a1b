using System.Numerics;

namespace Autograd;

/// <summary>Finds why a node has no cotangent: where the paths from it to what was differentiated end.</summary>
internal sealed class PathCuts<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly NodeWords<T> _words;
    private readonly int _node;
    private readonly int[] _outputs;
    private readonly int[] _cotangents;
    private readonly bool[] _dependsOnNode;
    private readonly bool[] _isRead;

    public PathCuts(Gradients<T> gradients, int node, NodeWords<T> words)
    {
        _tape = gradients.Tape;
        _words = words;
        _node = node;
        _outputs = [.. gradients.Outputs()];
        _cotangents = gradients.Nodes;
        _dependsOnNode = new bool[_tape.NodeCount];
        _isRead = new bool[_tape.NodeCount];
        _dependsOnNode[node] = true;
        for (int i = node + 1; i < _dependsOnNode.Length; i++) _dependsOnNode[i] = Operands(i).ContainsAnyOf(_dependsOnNode);
        foreach (int output in _outputs) _isRead[output] = true;
        for (int i = _isRead.Length - 1; i >= 0; i--)
        {
            if (!_isRead[i]) continue;
            foreach (int operand in Operands(i)) _isRead[operand] = true;
        }
    }

    /// <summary>The reason, where it is (−1 for nowhere), and in words.</summary>
    public (GradientCut Cut, int Place, string Text) Find()
    {
        string name = _words.Name(_node), start = $"There is no gradient by {name}";
        Node<T> own = _tape.Program[_node];
        if (own.OperandCount == 0 && !own.IsDifferentiable) return (GradientCut.Constant, _node, $"{start}, which is a constant. Put it on the tape by Variable, or as a parameter by Watch.");
        if (own.OperandCount > 0 && !own.Operation.IsDifferentiable) return (KindOf(_node), _node, $"{start}: {Reason(_node)}");
        if (!own.IsDifferentiable) return (GradientCut.Constant, _node, $"{start}: {_words.Place(_node)} depends on no variable and no parameter.");
        string result = _outputs.Length == 1 ? _words.Name(_outputs[0]) : "what was differentiated";
        if (Array.TrueForAll(_outputs, output => !_dependsOnNode[output])) return NoPath(start, result);
        var live = new bool[_tape.NodeCount];
        live[_node] = true;
        for (int i = _node + 1; i < live.Length; i++)
        {
            if (!_dependsOnNode[i] || !_isRead[i] || !Operands(i).ContainsAnyOf(live)) continue;
            if (!_tape.Program[i].Operation.IsDifferentiable) return (KindOf(i), i, $"{start}: {Reason(i)}");
            bool isCut = _cotangents.Length > i && _cotangents[i] >= 0;
            if (isCut) return (GradientCut.NoDerivative, i, $"{start}: {_words.Place(i)} has no derivative by {_words.Name(LiveOperand(i, live))}, which only chooses.");
            live[i] = true;
        }

        return NoPath(start, result);
    }

    /// <summary>What was differentiated does not depend on the node; perhaps since values that do were read and put back.</summary>
    private (GradientCut Cut, int Place, string Text) NoPath(string start, string result)
    {
        string name = _words.Name(_node);
        for (int constant = 0; constant < _isRead.Length; constant++)
        {
            if (!_isRead[constant] || _tape.Program[constant].Operation != LeafOperation<T>.Constant || Repeated(constant) is not (>= 0 and int repeated)) continue;
            string text = $"{start}: {result} reads the constant {_words.Name(constant)}, which has the values of {_words.Place(repeated)}. What was read and is put back is a constant; use {_words.Name(repeated)} itself.";
            return (GradientCut.Constant, constant, text);
        }

        for (int i = _node + 1; i < _dependsOnNode.Length; i++)
        {
            if (_dependsOnNode[i] && !_tape.Program[i].IsAdjoint) return (GradientCut.NoPath, -1, $"{start}: {result} does not depend on it. It is read by {_words.Place(i)}, which does not lead there.");
        }

        return (GradientCut.NoPath, -1, $"{start}: {result} does not depend on it, nor does anything else that was recorded.");
    }

    /// <summary>The node that depends on this one, or is it, and whose values an unnamed or named constant repeats that was put on the tape behind it; −1 for none.</summary>
    private int Repeated(int constant)
    {
        Shape shape = _tape.Program[constant].Shape;
        ReadOnlySpan<T> given = PinnedMemory.Span<T>(_tape.Values[constant].Address, shape.ElementCount);
        if (given.IsEmpty || !given.ContainsAnyExcept(T.Zero, T.One)) return -1;
        var candidates = new HashSet<int>();
        for (int i = _node; i < constant; i++)
        {
            if (_dependsOnNode[i] && _tape.Program[i] is { IsAdjoint: false, Operation.GivesIndices: false } && _tape.Program[i].Shape.ElementCount == given.Length) candidates.Add(i);
        }

        int found = -1;
        T[] wanted = given.ToArray();
        var rerun = new Rerun<T>(_tape);
        rerun.Run([.. candidates], node =>
        {
            if (candidates.Contains(node) && rerun.TryRead(node, out ReadOnlySpan<T> values) && values.SequenceEqual(wanted)) found = node;
        });
        return found;
    }

    private GradientCut KindOf(int node)
    {
        Operation<T> operation = _tape.Program[node].Operation;
        if (operation.Attributes is StopGradientOperation<T>) return GradientCut.StopGradient;
        if (operation.GivesIndices || operation.IndexOperands != 0) return GradientCut.Index;
        return operation.Notation.Form == NotationForm.Relation ? GradientCut.Comparison : GradientCut.NoDerivative;
    }

    private string Reason(int node) => KindOf(node) switch
    {
        GradientCut.StopGradient => $"StopGradient takes {_words.Place(node)} as a constant.",
        GradientCut.Index => $"{_words.Place(node)} finds indices, which have no derivative.",
        GradientCut.Comparison => $"{_words.Place(node)} is a comparison, 0 or 1, which has no derivative.",
        _ => $"{_words.Place(node)} has no derivative: {_tape.Program[node].Operation.Name} is constant between its steps.",
    };

    private int LiveOperand(int node, bool[] live)
    {
        foreach (int operand in Operands(node))
        {
            if (live[operand]) return operand;
        }

        return node;
    }

    private ReadOnlySpan<int> Operands(int node) => _tape.Program.OperandsOf(_tape.Program[node]);
}

/// <summary>Questions about the operands of a node.</summary>
internal static class PathOperands
{
    /// <summary>Whether one of them is marked.</summary>
    public static bool ContainsAnyOf(this ReadOnlySpan<int> operands, bool[] marked)
    {
        foreach (int operand in operands)
        {
            if (marked[operand]) return true;
        }

        return false;
    }
}
