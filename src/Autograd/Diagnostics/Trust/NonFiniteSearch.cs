using System.Numerics;

namespace Autograd;

/// <summary>Finds where values that are not finite were born, by going through the program once more.</summary>
internal sealed class NonFiniteSearch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Rerun<T> _rerun;
    private readonly NodeWords<T> _words;
    private readonly State[] _states;
    private readonly HashSet<(int To, int From)> _ways = [];
    private readonly List<NonFinite<T>> _births = [];
    private readonly List<NonFinite<T>> _turns = [];

    private NonFiniteSearch(Tape<T> tape)
    {
        _tape = tape;
        _rerun = new Rerun<T>(tape);
        _words = new NodeWords<T>(tape);
        _states = new State[tape.NodeCount];
    }

    /// <summary>How much of a value is not finite.</summary>
    private enum State
    {
        Finite,
        Infinite,
        NaN,
    }

    /// <summary>The first place from which NaN or ±∞ came into one of some results; null where everything that they are made of is finite.</summary>
    public static NonFinite<T>? Find(Tape<T> tape, ReadOnlySpan<int> results)
    {
        Occupancy inside = tape.Enter();
        try
        {
            var search = new NonFiniteSearch<T>(tape);
            bool isWhole = search.TryRun(results);
            return search.Pick(results, isWhole);
        }
        finally
        {
            inside.Leave();
        }
    }

    /// <returns>False where an operation refused its operands, behind a place that may be the reason.</returns>
    private bool TryRun(ReadOnlySpan<int> results)
    {
        try
        {
            _rerun.Run(results, Visit);
            return true;
        }
        catch (Exception e) when (_births.Count > 0 && e is ArithmeticException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Visit(int node)
    {
        Node<T> own = _tape.Program[node];

        // What a rule brings in is a part of its formula: where it is chosen, that is the place.
        if (own.Operation.GivesIndices || (own.IsAdjoint && own.OperandCount == 0) || !_rerun.TryRead(node, out ReadOnlySpan<T> values)) return;
        int first = Finiteness.IndexOfNonFinite(values);
        if (first < 0) return;
        int nan = Finiteness.IndexOfNaN(values);
        _states[node] = nan < 0 ? State.Infinite : State.NaN;
        if (own.Operation.Kind == OperationKind.Elementwise)
        {
            VisitElements(node, first, values);
            return;
        }

        State worst = State.Finite;
        foreach (int operand in _tape.Program.OperandsOf(own))
        {
            if (_states[operand] == State.Finite) continue;
            _ways.Add((node, operand));
            if (_states[operand] > worst) worst = _states[operand];
        }

        if (worst == State.Finite) _births.Add(Capture(node, nan < 0 ? first : nan, values));
        else if (worst == State.Infinite && nan >= 0) _turns.Add(Capture(node, nan, values));
    }

    /// <summary>Element by element: what Where did not choose is no reason.</summary>
    private void VisitElements(int node, int first, ReadOnlySpan<T> values)
    {
        int birth = -1, turn = -1;
        Shape shape = _tape.Program[node].Shape;
        bool isChoice = _tape.Program[node].Operation.Notation.Form == NotationForm.Choice;
        var from = new HashSet<int>();
        for (int i = first; i < values.Length; i++)
        {
            if (T.IsFinite(values[i])) continue;
            State worst = State.Finite;
            ReadOnlySpan<int> operands = _tape.Program.OperandsOf(_tape.Program[node]);
            int ignored = !isChoice ? -1 : T.IsZero(_rerun.ValueAt(operands[0], i, shape, T.Zero)) ? 1 : 2;
            for (int k = 0; k < operands.Length; k++)
            {
                if (k == ignored || _states[operands[k]] == State.Finite) continue;
                T value = _rerun.ValueAt(operands[k], i, shape, T.Zero);
                if (T.IsFinite(value)) continue;
                from.Add(operands[k]);
                if (worst < State.NaN) worst = T.IsNaN(value) ? State.NaN : State.Infinite;
            }

            if (worst == State.Finite && (birth < 0 || (T.IsNaN(values[i]) && !T.IsNaN(values[birth])))) birth = i;
            if (worst == State.Infinite && turn < 0 && T.IsNaN(values[i])) turn = i;
        }

        foreach (int operand in from) _ways.Add((node, operand));
        if (birth >= 0) _births.Add(Capture(node, birth, values));
        if (turn >= 0) _turns.Add(Capture(node, turn, values));
    }

    /// <summary>
    /// Of the places from which a result is reached, the first; a constant with ±∞ only if there is no other, since that is mostly meant so: −∞ before Softmax.
    /// Where no result is reached, the first of all.
    /// </summary>
    private NonFinite<T>? Pick(ReadOnlySpan<int> results, bool isWhole)
    {
        bool[] reaches = Reaching(results);
        bool isReached = isWhole && Array.IndexOf(reaches, true) >= 0;
        NonFinite<T>[] births = [.. _births.Where(birth => !isReached || reaches[birth.Node.Index])];
        NonFinite<T>? found = births.FirstOrDefault(birth => !birth.IsLeaf || T.IsNaN(birth.Value)) ?? births.FirstOrDefault();
        if (found is null) return null;
        found.ReachesResult = isReached || !isWhole;
        int owner = new RuleOwners<T>(_tape).Of(found.Node.Index);
        if (owner >= 0) found.DerivativeOf = _words.Place(owner);
        if (!T.IsNaN(found.Value)) found.BecameNaN = _turns.Find(turn => turn.Node.Index > found.Node.Index && reaches[turn.Node.Index]);
        return found;
    }

    private bool[] Reaching(ReadOnlySpan<int> results)
    {
        var reaches = new bool[_states.Length];
        foreach (int result in results) reaches[result] = _states[result] != State.Finite;
        for (int i = reaches.Length - 1; i >= 0; i--)
        {
            if (!reaches[i]) continue;
            foreach (int operand in _tape.Program.OperandsOf(_tape.Program[i])) reaches[operand] |= _ways.Contains((i, operand));
        }

        return reaches;
    }

    private NonFinite<T> Capture(int node, int place, ReadOnlySpan<T> values)
    {
        Node<T> own = _tape.Program[node];
        int[] index = NodeWords<T>.IndexOf(place, own.Shape);
        bool isLeaf = own.OperandCount == 0;
        var operands = new List<NonFiniteOperand<T>>();
        foreach (int operand in _tape.Program.OperandsOf(own))
        {
            bool isSaid = _tape.Program[operand].Operation.GivesIndices || NodeText.Literal(_tape, operand) is not null;
            if (!isSaid && operands.TrueForAll(known => known.Equation != _words.Short(operand))) operands.Add(Capture(operand, own.Operation.Kind, index));
        }

        return new NonFinite<T>
        {
            Node = _tape.At(node), Name = own.Name, Equation = isLeaf ? $"the {own.Operation.Name.ToLowerInvariant()} {_words.Name(node)}" : _words.Equation(node),
            CallSite = _tape.CallSiteOf(node), Shape = own.Shape, Index = index, Value = values[place], IsLeaf = isLeaf,
            Operands = operands,
        };
    }

    private NonFiniteOperand<T> Capture(int operand, OperationKind user, ReadOnlySpan<int> index)
    {
        Shape shape = _tape.Program[operand].Shape;
        string equation = _words.Short(operand);
        if (!_rerun.TryRead(operand, out ReadOnlySpan<T> values)) return new NonFiniteOperand<T>(equation, shape, null, default, default, IsKnown: false);
        if (user == OperationKind.Elementwise)
        {
            int[] own = NodeWords<T>.BroadcastIndex(index, shape);
            T value = values[NodeWords<T>.PlaceOf(own, shape)];
            return new NonFiniteOperand<T>(equation, shape, own, value, value, IsKnown: true);
        }

        if (values.Length == 1) return new NonFiniteOperand<T>(equation, shape, new int[shape.Rank], values[0], values[0], IsKnown: true);
        T least = values.IsEmpty ? default : values[0], largest = least;
        foreach (T value in values) (least, largest) = (T.MinNumber(least, value), T.MaxNumber(largest, value));
        return new NonFiniteOperand<T>(equation, shape, null, least, largest, IsKnown: true);
    }
}
