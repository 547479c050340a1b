using System.Numerics;

namespace Autograd;

/// <summary>Which part of a derivation a line belongs to.</summary>
public enum EquationPart
{
    /// <summary>What was recorded.</summary>
    Forward,

    /// <summary>A cotangent, or a step on the way to one.</summary>
    Backward,
}

/// <summary>One line of a derivation: a name, the formula that gives its value, its lengths, and why the formula looks like that.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Equation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Expression _expression;

    internal Equation(EquationPart part, string name, Expression expression, Variable<T> variable, string why)
    {
        Part = part;
        Name = name;
        _expression = expression;
        Variable = variable;
        Why = why;
        Shape = variable.Shape;
    }

    internal Expression Expression => _expression;

    /// <summary>Forward or backward.</summary>
    public EquationPart Part { get; }

    /// <summary>The left side: <c>h</c>, <c>∇W1</c>.</summary>
    public string Name { get; }

    /// <summary>The lengths of the value. Where the formula gives fewer, they are repeated.</summary>
    public Shape Shape { get; }

    /// <summary>The node whose value it is; usable until the tape is reset. Where it is <see cref="Indices"/>, its elements are no numbers.</summary>
    public Variable<T> Variable { get; }

    /// <summary>The value of a line that computes indices, as argmax does; usable until the tape is reset.</summary>
    public Indices<T>? Indices => Variable.Tape.NodeOf(Variable, nameof(Indices)).Operation.GivesIndices ? new Indices<T>(Variable) : null;

    /// <summary>The reason for the formula in one sentence, from what the operations declare; empty for forward lines.</summary>
    public string Why { get; }

    /// <summary>The right side as Unicode text.</summary>
    public string Formula => new UnicodePrinter(typeof(T) == typeof(float)).PrintLine(_expression);

    /// <summary>The left side in LaTeX.</summary>
    public string LatexName => LatexPrinter.Name(Name);

    /// <summary>The right side in LaTeX.</summary>
    public string LatexFormula => new LatexPrinter(typeof(T) == typeof(float)).PrintLine(_expression);

    /// <summary>Both sides as Unicode text.</summary>
    /// <returns>The line without its lengths.</returns>
    public override string ToString() => $"{Name} = {Formula}";
}
