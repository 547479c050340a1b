using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>
/// The declaration of an operation: a <c>readonly record struct</c> whose fields are its attributes. It implements one of the
/// four kinds: <see cref="IUnaryOperation{TSelf, T}"/>, <see cref="IBinaryOperation{TSelf, T}"/>,
/// <see cref="ITernaryOperation{TSelf, T}"/> (element-wise: one formula), <see cref="IViewOperation{TSelf, T}"/> (the same
/// elements under another layout) or <see cref="IKernelOperation{TSelf, T}"/> (anything else).
/// </summary>
/// <remarks>
/// A rule (Vjp) follows from the attributes, the shapes, what the operands are and which of them need a cotangent: a recording that repeats
/// the one before takes over what the rules recorded. A rule that reads a value, or brings in data other than scalars, is asked anew each time.
/// Attributes are compared with Equals, by which −0 is 0 and one NaN the other; an <see cref="ExactNumber{T}"/> is compared by its bits.
/// </remarks>
/// <typeparam name="TSelf">The declaring type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface IOperation<TSelf, T>
    where TSelf : struct, IOperation<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The name of the public method that records the operation.</summary>
    static abstract string Name { get; }

    /// <summary>Whether a derivative is defined. Where false, the VJP is never asked for and cotangents stop.</summary>
    static virtual bool IsDifferentiable => true;

    /// <summary>Whether the slope may be infinite at finite operands; of an operation from outside the library that is taken for granted.</summary>
    internal static virtual bool HasInfiniteSlope => false;

    /// <summary>How the operation is written in a formula; by default as a function of its name.</summary>
    /// <param name="operation">The attributes.</param>
    /// <returns>The notation.</returns>
    static virtual Notation NotationOf(TSelf operation) => Notation.Function(TSelf.Name);

    /// <summary>
    /// The operation that does the same with each slice of operands that have one more dimension in front, and gives the slices of a result
    /// with that dimension: so many examples, or rows of a Jacobian, are computed at once. Attributes that count dimensions from the front
    /// count one more, lengths of the result get this one in front. An element-wise operation needs none; it does so by itself.
    /// </summary>
    /// <param name="operation">The attributes.</param>
    /// <param name="count">The length of the dimension, which all operands have but indices.</param>
    /// <param name="lifted">The attributes of that operation.</param>
    /// <returns>False where there is none; slices are then computed one by one. The same for every count.</returns>
    static virtual bool TryLift(TSelf operation, int count, out TSelf lifted)
    {
        lifted = operation;
        return false;
    }

    /// <summary>Whether it is lifted by several operations, which <see cref="LiftInParts"/> records.</summary>
    internal static virtual bool IsLiftedInParts => false;

    /// <summary>Records operations that do the same with each slice, and give the slices of a result along one more dimension in front.</summary>
    /// <param name="operation">The attributes.</param>
    /// <param name="count">The number of slices.</param>
    /// <param name="operands">The operands, to be read before anything is recorded: those of all slices, or as they are where slices share them.</param>
    /// <param name="lifted">Which of them have the slices in front, one at least: one bit for each.</param>
    /// <returns>The result.</returns>
    internal static virtual Variable<T> LiftInParts(TSelf operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) => throw new UnreachableException();

    /// <summary>
    /// Whether operands are broadcast to each other, or to the result, aligned at the last dimension: where the operation is lifted, those that are
    /// the same for all slices stay as they are.
    /// </summary>
    internal static virtual bool BroadcastsOperands => false;

    /// <summary>The operation as a node refers to it. Implemented by the four kinds, not by a declaration.</summary>
    /// <param name="declaration">The attributes.</param>
    /// <returns>The operation.</returns>
    internal static abstract Operation<T> Bind(TSelf declaration);
}

/// <summary>An element-wise operation of one operand: y = f(x), any lengths, the same lengths out.</summary>
/// <typeparam name="TSelf">The declaring type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface IUnaryOperation<TSelf, T> : IOperation<TSelf, T>, IUnaryFormula<T>
    where TSelf : struct, IUnaryOperation<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The cotangent of x, in differentiable operations: usually <c>cotangent.ScaledBy(f′)</c>.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="y">The result.</param>
    /// <param name="cotangent">∂J/∂y, with the lengths of y.</param>
    /// <returns>∂J/∂x, or <c>default</c> where there is none.</returns>
    Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Operation<T> IOperation<TSelf, T>.Bind(TSelf declaration) => new UnaryBinding<TSelf, T>(declaration);
}

/// <summary>An element-wise operation of two operands, broadcast to each other: y = f(a, b).</summary>
/// <typeparam name="TSelf">The declaring type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface IBinaryOperation<TSelf, T> : IOperation<TSelf, T>, IBinaryFormula<T>
    where TSelf : struct, IBinaryOperation<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The cotangents of a and b at the lengths of y; summing over broadcast dimensions is not the rule's business.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="y">The result.</param>
    /// <param name="cotangent">∂J/∂y, with the lengths of y.</param>
    /// <returns>∂J/∂a and ∂J/∂b, each <c>default</c> where there is none.</returns>
    (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Operation<T> IOperation<TSelf, T>.Bind(TSelf declaration) => new BinaryBinding<TSelf, T>(declaration);
}

/// <summary>An element-wise operation of three operands, broadcast to each other: y = f(a, b, c).</summary>
/// <typeparam name="TSelf">The declaring type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface ITernaryOperation<TSelf, T> : IOperation<TSelf, T>, ITernaryFormula<T>
    where TSelf : struct, ITernaryOperation<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The cotangents of a, b and c at the lengths of y; summing over broadcast dimensions is not the rule's business.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="c">The third operand.</param>
    /// <param name="y">The result.</param>
    /// <param name="cotangent">∂J/∂y, with the lengths of y.</param>
    /// <returns>∂J/∂a, ∂J/∂b and ∂J/∂c, each <c>default</c> where there is none.</returns>
    (Variable<T> A, Variable<T> B, Variable<T> C) Vjp(Variable<T> a, Variable<T> b, Variable<T> c, Variable<T> y, Variable<T> cotangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Operation<T> IOperation<TSelf, T>.Bind(TSelf declaration) => new TernaryBinding<TSelf, T>(declaration);
}

/// <summary>An operation that shows its operand's own elements under another layout: no kernel, no memory.</summary>
/// <typeparam name="TSelf">The declaring type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface IViewOperation<TSelf, T> : IOperation<TSelf, T>
    where TSelf : struct, IViewOperation<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether the elements are shown in their own row-major order, so that contiguous ones stay contiguous.</summary>
    static virtual bool KeepsOrder => false;

    /// <summary>The shape of the result.</summary>
    /// <param name="x">The operand's shape.</param>
    /// <returns>The result's shape.</returns>
    /// <exception cref="ArgumentException">The shape does not fit the attributes.</exception>
    /// <remarks>Where <see cref="KeepsOrder"/>, it has as many elements as the operand.</remarks>
    Shape InferShape(Shape x);

    /// <summary>The layout under which the operand's memory is seen. One that reaches beyond the operand's elements is refused.</summary>
    /// <param name="x">The operand's layout.</param>
    /// <param name="y">The result's layout, of the inferred shape.</param>
    /// <param name="offset">How far the result's first element lies from the operand's, in elements.</param>
    /// <returns>False where no strides show it; the operand is then given contiguous, for which there must be some.</returns>
    bool TryView(in Layout x, out Layout y, out int offset);

    /// <summary>The cotangent of x, in differentiable operations.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="cotangent">∂J/∂y, with the lengths of y.</param>
    /// <returns>∂J/∂x, with the lengths of x.</returns>
    Variable<T> Vjp(Variable<T> x, Variable<T> cotangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Operation<T> IOperation<TSelf, T>.Bind(TSelf declaration) => new ViewBinding<TSelf, T>(declaration);
}

/// <summary>An operation with a kernel of its own, of any number of operands.</summary>
/// <typeparam name="TSelf">The declaring type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface IKernelOperation<TSelf, T> : IOperation<TSelf, T>
    where TSelf : struct, IKernelOperation<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many operands it takes; −1 where that is open.</summary>
    static virtual int OperandCount => -1;

    /// <summary>Whether the kernel reads strided views; where false, operands arrive contiguous.</summary>
    static virtual bool AcceptsStrides => false;

    /// <summary>Whether the result is indices: see <see cref="Operation{T}.GivesIndices"/>.</summary>
    internal static virtual bool GivesIndices => false;

    /// <summary>Whether the kernel may refuse values, as that of a factorization does a singular matrix.</summary>
    internal static virtual bool RefusesValues => false;

    /// <summary>The dimensions that it adds up along; null where it does anything else.</summary>
    internal static virtual Dimensions? SummedBy(TSelf operation) => null;

    /// <inheritdoc cref="DifferentiableOperation{T}.TryJoin"/>
    internal static virtual bool TryJoin(Variable<T> a, Variable<T> b, out Variable<T> joined)
    {
        joined = default;
        return false;
    }

    /// <inheritdoc cref="Operation{T}.CopiesTransposed"/>
    internal static virtual bool CopiesTransposed(in Shape first, in Shape second) => false;

    /// <summary>
    /// Which operands are indices, which the kernel reads by <see cref="Operands{T}.Indices(int)"/>: one bit for each, operand 1 is
    /// <c>0b10</c>. A variable is refused there when the operation is recorded, and indices everywhere else.
    /// </summary>
    static virtual uint IndexOperands => 0;

    /// <summary>The arithmetic of one evaluation, for the costs that pictures show; unless stated, one step per element read or written.</summary>
    /// <param name="operands">The operands' shapes.</param>
    /// <param name="result">The result's shape.</param>
    /// <returns>The number of multiply-adds.</returns>
    static virtual long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result)
    {
        long count = result.ElementCount;
        foreach (Shape operand in operands) count = Math.Max(count, operand.ElementCount);
        return count;
    }

    /// <summary>
    /// On which elements of a function's argument those of the result depend, from those of the operands; of kernels from outside the library, and of
    /// those that state nothing better, on all of the operands.
    /// </summary>
    /// <param name="operation">The attributes.</param>
    /// <param name="operands">The sets of the operands' elements.</param>
    /// <returns>The sets of the result's elements: none too small.</returns>
    internal static virtual IndexSets Depend(TSelf operation, in OperandSets operands) => operands.Dense();

    /// <summary>The shape of the result.</summary>
    /// <param name="operands">The operands' shapes.</param>
    /// <returns>The result's shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    Shape InferShape(ReadOnlySpan<Shape> operands);

    /// <summary>Computes the result.</summary>
    /// <param name="operands">The operands' values.</param>
    /// <param name="destination">The result in row-major order; every element is to be written.</param>
    void Evaluate(in Operands<T> operands, Span<T> destination);

    /// <summary>Contributes the operands' cotangents, in differentiable operations.</summary>
    /// <param name="context">Operands, result and cotangent; takes the contributions.</param>
    void Vjp(in VjpContext<T> context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Operation<T> IOperation<TSelf, T>.Bind(TSelf declaration) => new KernelBinding<TSelf, T>(declaration);
}
