using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// What Backward recorded: for every node that the output depends on, its cotangent, a node of the same tape. Evaluated when read,
/// and differentiable like any other node.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly struct Gradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostLeaves = 12;

    private readonly Tape<T> _tape;
    private readonly uint _generation;
    private readonly int _start;
    private readonly int _count;

    internal Gradients(Tape<T> tape, uint generation, int start, int count)
    {
        _tape = tape;
        _generation = generation;
        _start = start;
        _count = count;
    }

    /// <summary>For each node up to the output, its cotangent's node, −1 for none; for those who look at all of them.</summary>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
    internal int[] Nodes
    {
        get
        {
            ReadOnlySpan<CotangentOfNode> cotangents = Tape.Cotangents(_start, _count);
            var nodes = new int[cotangents.IsEmpty ? 0 : cotangents[0].Node + 1];
            Array.Fill(nodes, -1);
            foreach (CotangentOfNode cotangent in cotangents) nodes[cotangent.Node] = cotangent.Value;
            return nodes;
        }
    }

    /// <summary>The cotangent of a node: a leaf or any intermediate result. Zeros where the output does not depend on it.</summary>
    /// <param name="variable">The node.</param>
    /// <returns>∂J/∂variable, with its lengths.</returns>
    /// <exception cref="ArgumentException">The node is of another tape, or does not depend on a variable or parameter.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
    public Variable<T> this[Variable<T> variable]
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            int cotangent = Find(variable);
            return cotangent >= 0 ? new Variable<T>(_tape, cotangent, _generation) : _tape.Constant(T.Zero).BroadcastTo(variable.Shape);
        }
    }

    /// <summary>The gradient by a parameter. Zeros where the output does not depend on it.</summary>
    /// <param name="parameter">A parameter that was put on the tape by Watch.</param>
    /// <returns>∂J/∂parameter, with its lengths.</returns>
    /// <exception cref="ArgumentException">The parameter was not put on the tape in this recording.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
    public Variable<T> this[Parameter<T> parameter]
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            CheckGeneration();
            return _tape.TryFind(parameter, out Variable<T> node) ? this[node] : throw Errors.NotWatched(parameter.Name);
        }
    }

    /// <summary>
    /// Evaluates the gradients of all parameters on the tape, so that they can be read after parameters are updated, which an optimizer does:
    /// call it before the first update where several optimizers or several results of Backward share a recording. Does nothing once a
    /// parameter was updated; what is pending then throws when it is read.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
    public void Evaluate() => Tape.EvaluateParameters(_tape.Cotangents(_start, _count));

    /// <summary>Whether the output depends on a node through differentiable operations.</summary>
    /// <param name="variable">The node.</param>
    /// <returns>False where its gradient is zeros for want of a path.</returns>
    public bool IsConnected(Variable<T> variable) => Find(variable) >= 0;

    /// <summary>Whether the output depends on a parameter through differentiable operations.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>False where its gradient is zeros for want of a path, or the parameter is not on the tape.</returns>
    public bool IsConnected(Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckGeneration();
        return _tape.TryFind(parameter, out Variable<T> node) && IsConnected(node);
    }

    /// <summary>By which leaves there are gradients, with their lengths, and how many nodes have a cotangent.</summary>
    /// <returns>One line: <c>∇W [3, 2], ∇b [3], ∇x [2]; 9 nodes have a cotangent</c>.</returns>
    public override string ToString()
    {
        if (_tape is null) return "no gradients";
        if (_tape.Generation != _generation) return "gradients from before the tape was reset";
        var leaves = new List<string>();
        int count = 0;
        ReadOnlySpan<int> cotangents = Nodes;
        for (int node = 0; node < cotangents.Length; node++)
        {
            if (cotangents[node] < 0) continue;
            count++;
            Node<T> own = _tape.Program[node];
            if (own.Operation.Kind != OperationKind.Leaf) continue;
            if (leaves.Count < MostLeaves) leaves.Add($"∇{_tape.NameOf(node)} {own.Shape}");
            else if (leaves.Count == MostLeaves) leaves.Add("…");
        }

        return $"{string.Join(", ", leaves)}; {count} nodes have a cotangent";
    }

    /// <summary>Where the tape lists the cotangents, and how many there are.</summary>
    internal int Start => _start;

    /// <inheritdoc cref="Start"/>
    internal int Count => _count;

    /// <summary>The tape, unless it was reset.</summary>
    internal Tape<T> Tape
    {
        get
        {
            CheckGeneration();
            return _tape;
        }
    }

    private int Find(Variable<T> variable)
    {
        CheckGeneration();
        if (!_tape.NodeOf(variable, "Gradients").IsDifferentiable) throw Errors.NotDifferentiable(_tape.Describe(variable));
        return CotangentOfNode.Find(_tape.Cotangents(_start, _count), variable.Index);
    }

    private void CheckGeneration()
    {
        if (_tape is null) throw Errors.NoTape();
        if (_tape.Generation != _generation) throw Errors.Stale("Gradients");
    }
}
