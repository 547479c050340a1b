using System.Numerics;

namespace Autograd;

/// <summary>
/// Discrete Fourier transform along one dimension of complex numbers, given as their real and their imaginary parts: Y[k] = Σ over j of x[j] e^(−2πi jk/n), or with
/// e^(2πi jk/n). Linear; the adjoint has the opposite sign in its exponent, which is the VJP.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="IsInverse">Whether the exponent is positive.</param>
/// <param name="IsMean">Whether the sum is divided by n.</param>
internal readonly record struct FourierOperation<T>(int Dimension, bool IsInverse, bool IsMean) : IKernelOperation<FourierOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Fourier";

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static Notation NotationOf(FourierOperation<T> operation)
    {
        string sign = operation.IsInverse ? "" : "−", mean = operation.IsMean ? ", divided by n" : "", symbol = FourierLines.Symbol("fourier", operation.IsInverse, operation.IsMean);
        return Notation.Function(symbol).WithDimensions(Dimensions.None.Add(operation.Dimension)).Linear()
            .Explained($"{symbol}(X, Y)", $"the real parts of Σ (X[j] + i Y[j]) e^({sign}2πi jk/n){mean}, and behind them the imaginary parts");
    }

    /// <inheritdoc/>
    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => FourierLines.CountMultiplyAdds(operands[0].ElementCount);

    static bool IOperation<FourierOperation<T>, T>.IsLiftedInParts => true;

    static Variable<T> IOperation<FourierOperation<T>, T>.LiftInParts(FourierOperation<T> operation, int count, ReadOnlySpan<Variable<T>> operands, uint lifted)
    {
        Variable<T> real = operands[0].ForAll(count, (lifted & 1) != 0), imaginary = operands[1].ForAll(count, (lifted & 2) != 0);
        return real.Apply(operation with { Dimension = operation.Dimension + 1 }, imaginary).SlicesFirst();
    }

    static IndexSets IKernelOperation<FourierOperation<T>, T>.Depend(FourierOperation<T> operation, in OperandSets operands) =>
        operands[0].With(operands[1], operands[0].Shape).Over(Dimensions.None.Add(operation.Dimension), keep: true).BroadcastTo(operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0] == operands[1] ? operands[0].Insert(0, 2) : throw Errors.ShapesDiffer(Name, "the real part", operands[0], "the imaginary part", operands[1]);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        FourierTransform<T> lines = FourierLines.Of<T>(operands[0].Shape, Dimension);
        lines.IsInverse = IsInverse;
        if (IsMean) lines.Scale = T.One / T.CreateTruncating(lines.Length);
        int half = destination.Length / 2;
        lines.Run(operands[0].Span, operands[1].Span, destination[..half], destination[half..], operands.Parallel);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> both = context.Cotangent.At(0, 0).Apply(this with { IsInverse = !IsInverse }, context.Cotangent.At(0, 1));
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
        /// The discrete Fourier transform of complex numbers along a dimension, with this node as their real parts: Y[k] = Σ over j of x[j] e^(−2πi jk/n). Of any length:
        /// n log n operations. The <c>fft</c> of NumPy, PyTorch and JAX.
        /// </summary>
        /// <param name="imaginary">The imaginary parts, with the lengths of this node.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>The real parts and the imaginary parts of Y, with the lengths of this node.</returns>
        /// <exception cref="ArgumentException">No such dimension, or the lengths differ.</exception>
        /// <example><code>
        /// var (re, im) = x.Fourier(y);
        /// var power = re.Square() + im.Square();
        /// </code></example>
        public (Variable<T> Real, Variable<T> Imaginary) Fourier(Variable<T> imaginary, int dimension = -1)
        {
            int d = Dimensions.Normalize("Fourier", dimension, real.Shape);
            using var attempt = new Attempt<T>(real.Tape);
            Variable<T> both = real.Apply(new FourierOperation<T>(d, IsInverse: false, IsMean: false), imaginary);
            return (both.At(0, 0), attempt.Keep(both.At(0, 1)));
        }
    }
}
