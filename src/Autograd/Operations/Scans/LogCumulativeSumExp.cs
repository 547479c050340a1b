using System.Numerics;

namespace Autograd;

/// <summary>
/// Logarithm of the running sum of exponentials along one dimension: y[k] = ln(e^x[0] + … + e^x[k]), computed without overflow. The VJP is
/// s[k] e^(x[k] − y[k]) with s[k] = g[k] + e^(y[k] − y[k + 1]) s[k + 1]: linear time. It is 0 where y is −∞, NaN at an element of +∞ and before it.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
internal readonly record struct LogCumulativeSumExpOperation<T>(int Dimension) : IKernelOperation<LogCumulativeSumExpOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogCumulativeSumExp";

    /// <inheritdoc/>
    public static Notation NotationOf(LogCumulativeSumExpOperation<T> operation) =>
        Notation.Function("logcumsumexp").WithDimensions(Dimensions.None.Add(operation.Dimension))
            .Explained("logcumsumexp(x)", "the logarithm of the running sum of exp(x)");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool TryLift(LogCumulativeSumExpOperation<T> operation, int count, out LogCumulativeSumExpOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<LogCumulativeSumExpOperation<T>, T>.Depend(LogCumulativeSumExpOperation<T> operation, in OperandSets operands) =>
        operands[0].Scan(operation.Dimension, reversed: false);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0];
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Scanning.LogCumulativeSumExp(operands[0].Span, operands[0].Shape, Dimension, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], y = context.Result, sums = context.Cotangent;
        Tape<T> tape = x.Tape;
        int length = y.Shape[Dimension];
        if (length > 1)
        {
            Variable<T> next = y.Slice(Dimension, 1..), shares = (y.Slice(Dimension, ..^1) - next).Exp();
            Variable<T> factors = tape.Where(next.EqualTo(T.NegativeInfinity), T.Zero, shares);
            factors = factors.Apply(new EmbedOperation<T>(Dimension, 1, 1, length));
            sums = sums.Apply(new LinearRecurrenceOperation<T>(Dimension, Reversed: true), factors);
        }

        context.Contribute(0, sums.ScaledBy(tape.Where(y.EqualTo(T.NegativeInfinity), T.Zero, (x - y).Exp())));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The logarithms of the running sums of exponentials along a dimension: y[k] = ln(e^x[0] + … + e^x[k]), without overflow; −∞ as long as all
        /// elements are. PyTorch's <c>logcumsumexp</c>, JAX's <c>cumlogsumexp</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var logDistribution = logWeights.LogCumulativeSumExp(-1);
        /// </code></example>
        public Variable<T> LogCumulativeSumExp(int dimension) =>
            x.Apply(new LogCumulativeSumExpOperation<T>(Dimensions.Normalize("LogCumulativeSumExp", dimension, x.Shape)));
    }
}
