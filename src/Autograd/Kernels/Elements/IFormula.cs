using System.Numerics;

namespace Autograd.Authoring;

/// <summary>An element-wise formula of one operand, y = f(x), written once for every lane width.</summary>
/// <typeparam name="T">Element type.</typeparam>
public interface IUnaryFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(x), element by element.</summary>
    /// <param name="x">The operand's elements.</param>
    /// <typeparam name="L">A vector of elements, or a scalar.</typeparam>
    /// <returns>The result's elements.</returns>
    L Evaluate<L>(L x)
        where L : struct, ILane<L, T>;
}

/// <summary>An element-wise formula of two operands, y = f(a, b), written once for every lane width.</summary>
/// <typeparam name="T">Element type.</typeparam>
public interface IBinaryFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(a, b), element by element.</summary>
    /// <param name="a">The first operand's elements.</param>
    /// <param name="b">The second operand's elements.</param>
    /// <typeparam name="L">A vector of elements, or a scalar.</typeparam>
    /// <returns>The result's elements.</returns>
    L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>;
}

/// <summary>An element-wise formula of three operands, y = f(a, b, c), written once for every lane width.</summary>
/// <typeparam name="T">Element type.</typeparam>
public interface ITernaryFormula<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(a, b, c), element by element.</summary>
    /// <param name="a">The first operand's elements.</param>
    /// <param name="b">The second operand's elements.</param>
    /// <param name="c">The third operand's elements.</param>
    /// <typeparam name="L">A vector of elements, or a scalar.</typeparam>
    /// <returns>The result's elements.</returns>
    L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T>;
}
