using System.Numerics;

namespace Autograd.Authoring;

/// <summary>What a vector-Jacobian product reads (operands, result, cotangent) and where it puts the operands' cotangents.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct VjpContext<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly int _node, _from;
    private readonly Span<Variable<T>> _contributions;

    internal VjpContext(Tape<T> tape, int node, Variable<T> cotangent, Span<Variable<T>> contributions, int from = 0)
    {
        _tape = tape;
        _node = node;
        _from = from;
        Cotangent = cotangent;
        _contributions = contributions;
    }

    /// <summary>∂J/∂y, with the lengths of the result.</summary>
    public Variable<T> Cotangent { get; }

    /// <summary>The result y.</summary>
    public Variable<T> Result => _tape is null ? default : _tape.At(_node);

    /// <summary>The number of operands.</summary>
    public int Count => _contributions.Length;

    /// <summary>An operand.</summary>
    /// <param name="operand">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    public Variable<T> this[int operand]
    {
        get
        {
            Check(operand);
            return _tape.At(_tape.Program.OperandsOf(_tape.Program[_node])[operand]);
        }
    }

    /// <summary>An operand that was recorded as indices.</summary>
    /// <param name="operand">From 0.</param>
    /// <returns>The indices.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    /// <exception cref="InvalidOperationException">The operation does not declare that this operand is indices.</exception>
    public Indices<T> Indices(int operand)
    {
        Variable<T> node = this[operand];
        return _tape.Program[node.Index].Operation.GivesIndices ? new(node) : throw Errors.NotIndices(Name, operand);
    }

    /// <summary>Whether anything depends on this operand's cotangent; a rule need not state the others.</summary>
    /// <param name="operand">From 0.</param>
    /// <returns>True where a variable or parameter reaches the operand, and its derivative is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    public bool Needs(int operand)
    {
        Variable<T> node = this[operand];
        return node.Index >= _from && _tape.Program[node.Index].IsDifferentiable;
    }

    /// <summary>States the cotangent of an operand; at most once for each.</summary>
    /// <param name="operand">From 0.</param>
    /// <param name="cotangent">∂J/∂operand: its lengths, or lengths that they broadcast to.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operand.</exception>
    public void Contribute(int operand, Variable<T> cotangent)
    {
        Check(operand);
        _contributions[operand] = cotangent;
    }

    private string Name => _tape is null ? "Vjp" : _tape.Program[_node].Operation.Name;

    private void Check(int operand)
    {
        if ((uint)operand >= (uint)Count) throw Errors.OperandOutOfRange(Name, operand, Count);
    }
}
