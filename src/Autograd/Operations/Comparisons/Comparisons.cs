using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A comparison, element-wise with broadcasting: 1 where it holds, else 0. It is a step function: no derivative is defined.</summary>
internal interface IComparison<TSelf, T> : IBinaryOperation<TSelf, T>
    where TSelf : struct, IComparison<TSelf, T>, IEquatable<TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The sign as text and in LaTeX.</summary>
    static abstract (string Text, string Latex) Sign { get; }

    static bool IOperation<TSelf, T>.IsDifferentiable => false;

    static Notation IOperation<TSelf, T>.NotationOf(TSelf operation) => Notation.Relation(TSelf.Sign.Text, TSelf.Sign.Latex);

    (Variable<T> A, Variable<T> B) IBinaryOperation<TSelf, T>.Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => default;
}

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a &gt; b, else 0 (also where either is NaN). No derivative: cotangents stop here.</summary>
internal readonly record struct GreaterThanOperation<T> : IComparison<GreaterThanOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "GreaterThan";

    /// <inheritdoc/>
    public static (string Text, string Latex) Sign => (">", ">");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(b, a), L.One, L.Zero);
}

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a ≥ b, else 0 (also where either is NaN). No derivative: cotangents stop here.</summary>
internal readonly record struct GreaterThanOrEqualOperation<T> : IComparison<GreaterThanOrEqualOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "GreaterThanOrEqual";

    /// <inheritdoc/>
    public static (string Text, string Latex) Sign => ("≥", @"\ge");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThanOrEqual(b, a), L.One, L.Zero);
}

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a &lt; b, else 0 (also where either is NaN). No derivative: cotangents stop here.</summary>
internal readonly record struct LessThanOperation<T> : IComparison<LessThanOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LessThan";

    /// <inheritdoc/>
    public static (string Text, string Latex) Sign => ("<", "<");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(a, b), L.One, L.Zero);
}

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a ≤ b, else 0 (also where either is NaN). No derivative: cotangents stop here.</summary>
internal readonly record struct LessThanOrEqualOperation<T> : IComparison<LessThanOrEqualOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LessThanOrEqual";

    /// <inheritdoc/>
    public static (string Text, string Latex) Sign => ("≤", @"\le");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThanOrEqual(a, b), L.One, L.Zero);
}

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a = b, else 0 (also where either is NaN). No derivative: cotangents stop here.</summary>
internal readonly record struct EqualToOperation<T> : IComparison<EqualToOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "EqualTo";

    /// <inheritdoc/>
    public static (string Text, string Latex) Sign => ("=", "=");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, b), L.One, L.Zero);
}

/// <summary>Comparison, element-wise with broadcasting: y = 1 where a ≠ b (also where either is NaN), else 0. No derivative: cotangents stop here.</summary>
internal readonly record struct NotEqualToOperation<T> : IComparison<NotEqualToOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "NotEqualTo";

    /// <inheritdoc/>
    public static (string Text, string Latex) Sign => ("≠", @"\ne");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, b), L.Zero, L.One);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 where a &gt; b, else 0, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).GreaterThan(2)   // 0, 0, 1, as of the operator &gt;</code></example>
        public Variable<T> GreaterThan(Variable<T> b) => a.Apply(new GreaterThanOperation<T>(), b);

        /// <summary>1 where a &gt; b, else 0, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> GreaterThan(T b) => a.Apply(new GreaterThanOperation<T>(), b);

        /// <summary>1 where a ≥ b, else 0, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).GreaterThanOrEqual(2)   // 0, 1, 1, as of the operator &gt;=</code></example>
        public Variable<T> GreaterThanOrEqual(Variable<T> b) => a.Apply(new GreaterThanOrEqualOperation<T>(), b);

        /// <summary>1 where a ≥ b, else 0, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> GreaterThanOrEqual(T b) => a.Apply(new GreaterThanOrEqualOperation<T>(), b);

        /// <summary>1 where a &lt; b, else 0, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).LessThan(2)   // 1, 0, 0, as of the operator &lt;</code></example>
        public Variable<T> LessThan(Variable<T> b) => a.Apply(new LessThanOperation<T>(), b);

        /// <summary>1 where a &lt; b, else 0, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> LessThan(T b) => a.Apply(new LessThanOperation<T>(), b);

        /// <summary>1 where a ≤ b, else 0, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).LessThanOrEqual(2)   // 1, 1, 0, as of the operator &lt;=</code></example>
        public Variable<T> LessThanOrEqual(Variable<T> b) => a.Apply(new LessThanOrEqualOperation<T>(), b);

        /// <summary>1 where a ≤ b, else 0, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> LessThanOrEqual(T b) => a.Apply(new LessThanOrEqualOperation<T>(), b);

        /// <summary>1 where a = b, else 0, element by element. Not the operator <c>==</c>, which asks whether two handles stand for one node.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).EqualTo(2)   // 0, 1</code></example>
        public Variable<T> EqualTo(Variable<T> b) => a.Apply(new EqualToOperation<T>(), b);

        /// <summary>1 where a = b, else 0, with a scalar. Not the operator <c>==</c>, which asks whether two handles stand for one node.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> EqualTo(T b) => a.Apply(new EqualToOperation<T>(), b);

        /// <summary>1 where a ≠ b, else 0, element by element. Not the operator <c>!=</c>, which asks whether two handles stand for different nodes.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).NotEqualTo(2)   // 1, 0</code></example>
        public Variable<T> NotEqualTo(Variable<T> b) => a.Apply(new NotEqualToOperation<T>(), b);

        /// <summary>1 where a ≠ b, else 0, with a scalar. Not the operator <c>!=</c>, which asks whether two handles stand for different nodes.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> NotEqualTo(T b) => a.Apply(new NotEqualToOperation<T>(), b);
    }
}
