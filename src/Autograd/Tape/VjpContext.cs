using System.Numerics;

namespace Autograd.Authoring;

/// <summary>What a vector-Jacobian product reads (operands, result, cotangent) and where it puts the operands' cotangents.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct VjpContext<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly int _node;
    private readonly Span<Variable<T>> _contributions;

    internal VjpContext(Tape<T> tape, int node, Variable<T> cotangent, Span<Variable<T>> contributions)
    {
        _tape = tape;
        _node = node;
        Cotangent = cotangent;
        _contributions = contributions;
    }

    /// <summary>∂J/∂y, with the lengths of the result.</summary>
    public Variable<T> Cotangent { get; }

    /// <summary>The result y.</summary>
    public Variable<T> Result => _tape.At(_node);

    /// <summary>The number of operands.</summary>
    public int Count => _contributions.Length;

    /// <summary>An operand.</summary>
    /// <param name="operand">From 0.</param>
    public Variable<T> this[int operand] => _tape.At(_tape.Program.OperandsOf(in _tape.Program[_node])[operand]);

    /// <summary>An operand that was recorded as indices.</summary>
    /// <param name="operand">From 0.</param>
    /// <returns>The indices.</returns>
    public Indices<T> Indices(int operand) => new(this[operand]);

    /// <summary>Whether anything depends on this operand's cotangent; a rule need not state the others.</summary>
    /// <param name="operand">From 0.</param>
    /// <returns>True where a variable or parameter reaches the operand.</returns>
    public bool Needs(int operand) => _tape.Program[this[operand].Index].IsDifferentiable;

    /// <summary>States the cotangent of an operand; at most once for each.</summary>
    /// <param name="operand">From 0.</param>
    /// <param name="cotangent">∂J/∂operand: its lengths, or lengths that they broadcast to.</param>
    public void Contribute(int operand, Variable<T> cotangent) => _contributions[operand] = cotangent;
}
