using System.Numerics;

namespace Autograd;

/// <summary>
/// The real part of Σ over k of X[k] e^(2πi jk/n), for k from 0 to ⌊n/2⌋: the adjoint of RealFourier. As a mean it is divided by n, and what stands for its conjugate too counts
/// twice: then it is the inverse. Linear; the VJP is RealFourier.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Length">The length n of the result.</param>
/// <param name="IsMean">Whether it is the inverse, and not the adjoint.</param>
internal readonly record struct InverseRealFourierOperation<T>(int Dimension, int Length, bool IsMean) : IKernelOperation<InverseRealFourierOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "InverseRealFourier";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(InverseRealFourierOperation<T> operation)
    {
        string symbol = FourierLines.Symbol("realfourier", true, operation.IsMean), mean = operation.IsMean ? ", divided by n, with X and Y doubled but for k = 0 and n/2" : "";
        return Notation.Function(symbol).WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Length)).Linear()
            .Explained($"{symbol}(X, Y, n)", $"the real part of Σ (X[k] + i Y[k]) e^(2πi jk/n){mean}");
    }

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => FourierLines.CountMultiplyAdds(result.ElementCount);

    /// <inheritdoc/>
    public static bool TryLift(InverseRealFourierOperation<T> operation, int count, out InverseRealFourierOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<InverseRealFourierOperation<T>, T>.Depend(InverseRealFourierOperation<T> operation, in OperandSets operands) =>
        operands[0].With(operands[1], operands[0].Shape).Over(Dimensions.None.Add(operation.Dimension), keep: true).BroadcastTo(operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape real = operands[0];
        int count = real[Dimensions.FromFront(Name, Dimension, real)];
        if (real != operands[1]) throw Errors.ShapesDiffer(Name, "the real part", real, "the imaginary part", operands[1]);
        return Length > 0 && count == (Length / 2) + 1 ? real.With(Dimension, Length) : throw FourierErrors.SpectrumLength(Name, Length, Dimension, real);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        FourierTransform<T> lines = FourierLines.Of<T>(operands[0].Shape.With(Dimension, Length), Dimension);
        lines.IsInverse = true;
        if (IsMean) (lines.Scale, lines.Pairs) = (T.One / T.CreateTruncating(Length), FourierPairs.Read);
        lines.Run(operands[0].Span, operands[1].Span, destination, [], operands.Parallel);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> both = context.Cotangent.Apply(new RealFourierOperation<T>(Dimension, IsMean));
        if (context.Needs(0)) context.Contribute(0, both.At(0, 0));
        if (context.Needs(1)) context.Contribute(1, both.At(0, 1));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The inverse of <c>RealFourier</c>, with this node as the real parts: the real numbers y[j] = 1/n Σ over k of X[k] e^(2πi jk/n), where X[n − k] is the conjugate of X[k].
        /// Imaginary parts of X[0] and X[n/2] do not count. The <c>irfft</c> of NumPy, PyTorch and JAX.
        /// </summary>
        /// <param name="imaginary">The imaginary parts, with the lengths of this node.</param>
        /// <param name="length">The length n of the result: of ⌊n/2⌋ + 1 elements it may be even or odd.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with that length in the dimension.</returns>
        /// <exception cref="ArgumentException">No such dimension, the lengths differ, or the dimension has not ⌊n/2⌋ + 1 elements.</exception>
        /// <example><code>
        /// var (re, im) = signal.RealFourier();
        /// var smooth = (re * lowPass).InverseRealFourier(im * lowPass, signal.Shape[^1]);
        /// </code></example>
        public Variable<T> InverseRealFourier(Variable<T> imaginary, int length, int dimension = -1)
        {
            int d = Dimensions.Normalize("InverseRealFourier", dimension, real.Shape);
            return real.Apply(new InverseRealFourierOperation<T>(d, length, IsMean: true), imaginary);
        }
    }
}
