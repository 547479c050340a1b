using System.Numerics;

namespace Autograd;

/// <summary>
/// Discrete Fourier transform of real numbers along one dimension: Y[k] = Σ over j of x[j] e^(−2πi jk/n) for k from 0 to ⌊n/2⌋; the others are conjugates of these.
/// Linear; the VJP is its adjoint.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="IsMean">Whether Y[k] is divided by n, and doubled where it stands for its conjugate too: the adjoint of the inverse.</param>
internal readonly record struct RealFourierOperation<T>(int Dimension, bool IsMean) : IKernelOperation<RealFourierOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "RealFourier";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(RealFourierOperation<T> operation)
    {
        string symbol = FourierLines.Symbol("realfourier", false, operation.IsMean), mean = operation.IsMean ? ", divided by n, doubled but for k = 0 and n/2" : "";
        return Notation.Function(symbol).WithDimensions(Dimensions.None.Add(operation.Dimension)).Linear()
            .Explained($"{symbol}(X)", $"the real parts of Σ X[j] e^(−2πi jk/n) for k up to n/2{mean}, and behind them the imaginary parts");
    }

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => FourierLines.CountMultiplyAdds(operands[0].ElementCount);

    static bool IOperation<RealFourierOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<RealFourierOperation<T>, T>.LiftInParts(RealFourierOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted) =>
        operands[0].Apply(operation with { Dimension = operation.Dimension + 1 }).SlicesFirst();

    static IndexSets IKernelOperation<RealFourierOperation<T>, T>.Depend(RealFourierOperation<T> operation, in OperandSets operands) =>
        operands[0].Over(Dimensions.None.Add(operation.Dimension), keep: true).BroadcastTo(operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        int length = x[Dimensions.FromFront(Name, Dimension, x)];
        return length > 0 ? x.With(Dimension, (length / 2) + 1).Insert(0, 2) : throw FourierErrors.NoElements(Name, Dimension, x);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        FourierTransform<T> lines = FourierLines.Of<T>(operands[0].Shape, Dimension);
        if (IsMean) (lines.Scale, lines.Pairs) = (T.One / T.CreateTruncating(lines.Length), FourierPairs.Written);
        int half = destination.Length / 2;
        lines.Run(operands[0].Span, [], destination[..half], destination[half..], operands.Parallel);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        var adjoint = new InverseRealFourierOperation<T>(Dimension, context[0].Shape[Dimension], IsMean);
        context.Contribute(0, context.Cotangent.At(0, 0).Apply(adjoint, context.Cotangent.At(0, 1)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The discrete Fourier transform of real numbers along a dimension: Y[k] = Σ over j of x[j] e^(−2πi jk/n) for k from 0 to ⌊n/2⌋; the others are conjugates of
        /// these. Of any length. The <c>rfft</c> of NumPy, PyTorch and JAX.
        /// </summary>
        /// <param name="dimension">The dimension, of at least one element; negative counts from the end.</param>
        /// <returns>The real parts and the imaginary parts of Y: ⌊n/2⌋ + 1 in the dimension.</returns>
        /// <exception cref="ArgumentException">No such dimension, or one of length 0.</exception>
        /// <example><code>
        /// var (re, im) = signal.RealFourier();
        /// var loss = (re.Square() + im.Square()).MeanSquaredError(spectrum);
        /// </code></example>
        public (Variable<T> Real, Variable<T> Imaginary) RealFourier(int dimension = -1)
        {
            int d = Dimensions.Normalize("RealFourier", dimension, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> both = x.Apply(new RealFourierOperation<T>(d, IsMean: false));
            return (both.At(0, 0), attempt.Keep(both.At(0, 1)));
        }
    }
}
