using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Puts updates of parameters as early as can be, so that gradients take memory no longer than they are read: behind the nodes that an update needs,
/// behind everything that reads the parameter's old values, and behind whatever might throw, since a plan that does not come to its end must not
/// have changed anything. Those of small parameters come last: their gradients take little memory, and the sums that they are can wait for others.
/// </summary>
internal sealed class Updates<T>(Draft<T> draft)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A parameter of so few elements is small.</summary>
    private const int SmallLength = 1 << 9;

    private readonly GrowingList<Reader> _readers = new();

    /// <summary>For each node of the updates after which other it can be computed; for each before them when it is computed last.</summary>
    private int[] _ready = [];

    /// <summary>The first update that can be made after a node, from the one before the first on, and for each update the next.</summary>
    private int[] _first = [];
    private int[] _next = [];
    private Reads[] _reads = [];
    private int _from;
    private int _end;

    /// <summary>Whether there are updates.</summary>
    public bool Any => _from < _end;

    /// <summary>Finds for each update after which node it can be made.</summary>
    /// <param name="first">The first node that is needed.</param>
    /// <param name="latest">The last.</param>
    /// <param name="from">From which node on there are updates.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(int first, int latest, int from)
    {
        (_from, _end) = (Math.Max(from, first), latest + 1);
        if (!Any) return;
        if (_ready.Length <= _end)
        {
            _ready = new int[2 * (_end + 1)];
            _first = new int[_ready.Length];
            _next = new int[_ready.Length];
            _reads = new Reads[_ready.Length];
        }

        _readers.Clear();
        Array.Clear(_reads, 0, _end);
        Array.Clear(_ready, first, _end - first);
        _first.AsSpan(0, _end + 1).Fill(-1);
        for (int i = _from; i < _end; i++)
        {
            if (IsAssignment(i)) _reads[Parameter(i)] = new Reads { Assignment = i, LastReader = first - 1, FirstReader = -1 };
        }

        FindLastReaders(first);
        FindReady(first);
        for (int i = _end - 1; i >= _from; i--)
        {
            if (!IsAssignment(i)) continue;
            bool isSmall = draft.Program[i].Shape.ElementCount <= SmallLength;
            int ready = isSmall ? _from - 1 : Math.Min(Math.Max(_ready[i], _reads[Parameter(i)].LastReader), _from - 1);
            _next[i] = _first[ready + 1];
            _first[ready + 1] = i;
        }
    }

    /// <summary>Lists the updates that can be made once a node was listed, or before the first was.</summary>
    public void List(int node)
    {
        for (int assignment = _first[node + 1]; assignment >= 0; assignment = _next[assignment])
        {
            for (int reader = _reads[Parameter(assignment)].FirstReader; reader >= 0; reader = _readers[reader].Next) Needs.List(draft, _readers[reader].Node, isAgain: true);
            Needs.List(draft, assignment, isAgain: true);
        }
    }

    /// <summary>
    /// The last position at which a node may be computed that reads the old values of a parameter: with the update at the latest, and only if it reads
    /// there what is written.
    /// </summary>
    public int LatestFor(int node)
    {
        int latest = int.MaxValue;
        foreach (int operand in draft.Program.OperandsOf(draft.Program[node]))
        {
            if (!TryFind(operand, out int parameter) || _reads[parameter].Assignment == node) continue;
            int position = draft.Nodes[draft.SlotOf(_reads[parameter].Assignment, isAgain: false)].Position;
            bool isSameElement = operand == parameter && draft.Program[operand].Shape == draft.Program[node].Shape;
            latest = Math.Min(latest, isSameElement ? position : position - 1);
        }

        return latest;
    }

    /// <summary>For each parameter that is updated, when the nodes before the updates read it last; one that is computed again reads it again.</summary>
    private void FindLastReaders(int first)
    {
        for (int i = _end - 1; i >= first; i--)
        {
            if (!draft.IsNeeded(i)) continue;
            int last = i >= _from ? _from : Math.Max(_ready[i], i);
            bool isView = draft.Program[i].Operation.Kind == OperationKind.View;
            foreach (int operand in draft.Program.OperandsOf(draft.Program[i]))
            {
                if (draft.IsNeeded(operand) && operand < _from && draft.IsTwice(operand)) _ready[operand] = Math.Max(_ready[operand], last);
                if (isView || i >= _from || !TryFind(operand, out int parameter)) continue;
                _reads[parameter].LastReader = Math.Max(_reads[parameter].LastReader, last);

                // Put off until an update needs it, it would come behind the updates before that one.
                if (last == _from && draft.IsTwice(i)) AddReader(i, parameter);
            }
        }
    }

    private void FindReady(int first)
    {
        int lastUnsafe = first - 1;
        for (int i = first; i < _end; i++)
        {
            if (!draft.IsNeeded(i)) continue;
            if (i < _from)
            {
                if (draft.Program[i].Operation.MayThrow) lastUnsafe = Math.Max(_ready[i], i);
                continue;
            }

            bool isAssignment = IsAssignment(i);
            int ready = isAssignment ? lastUnsafe : first - 1;
            foreach (int operand in draft.Program.OperandsOf(draft.Program[i]))
            {
                if (draft.IsNeeded(operand)) ready = Math.Max(ready, operand < _from ? operand : _ready[operand]);
            }

            _ready[i] = ready;
            if (draft.Program[i].Operation.MayThrow) lastUnsafe = _from - 1;
            if (!isAssignment && draft.Program[i].Operation.Kind != OperationKind.View) AddReaders(i);
        }
    }

    /// <summary>Notes which parameters a node among the updates reads: it comes before they are made.</summary>
    private void AddReaders(int node)
    {
        foreach (int operand in draft.Program.OperandsOf(draft.Program[node]))
        {
            if (!TryFind(operand, out int parameter)) continue;
            _reads[parameter].LastReader = Math.Max(_reads[parameter].LastReader, _ready[node]);
            AddReader(node, parameter);
        }
    }

    private void AddReader(int node, int parameter)
    {
        _readers.Add() = new Reader(node, _reads[parameter].FirstReader);
        _reads[parameter].FirstReader = _readers.Count - 1;
    }

    private bool IsAssignment(int node) => draft.IsNeeded(node) && draft.Program[node].Operation is Assignment<T>;

    private int Parameter(int assignment) => draft.Program.OperandsOf(draft.Program[assignment])[0];

    /// <summary>The parameter that is updated whose memory an operand shows.</summary>
    private bool TryFind(int operand, out int parameter)
    {
        parameter = operand;
        Program<T> program = draft.Program;
        while (program[parameter].Operation.Kind == OperationKind.View) parameter = program.OperandsOf(program[parameter])[0];
        return _reads[parameter].Assignment > 0;
    }

    private readonly record struct Reader(int Node, int Next);

    /// <summary>What updates a parameter, and what reads its old values.</summary>
    private struct Reads
    {
        public int Assignment;
        public int LastReader;
        public int FirstReader;
    }
}
