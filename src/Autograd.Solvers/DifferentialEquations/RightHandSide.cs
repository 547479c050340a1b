using System.Numerics;

namespace Autograd;

/// <summary>
/// The right-hand side of y′ = f(t, y, p), recorded from its arguments on their tape. It is recorded anew for each stage of each step.
/// </summary>
/// <remarks>
/// Every number it depends on, and by which one wants to differentiate, is an argument: it runs on a tape of the equation's own, where nodes of
/// other tapes are refused.
/// </remarks>
/// <param name="t">The time, a scalar.</param>
/// <param name="y">The state.</param>
/// <param name="parameters">The parameters, as they were given to Solve.</param>
/// <typeparam name="T">Element type.</typeparam>
/// <returns>y′, with the lengths of the state.</returns>
public delegate Variable<T> RightHandSide<T>(Variable<T> t, Variable<T> y, ReadOnlySpan<Variable<T>> parameters)
    where T : unmanaged, IFloatingPointIeee754<T>;
