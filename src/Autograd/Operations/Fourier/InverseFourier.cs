using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The inverse of <c>Fourier</c>, with this node as the real parts: y[j] = 1/n Σ over k of X[k] e^(2πi jk/n). The <c>ifft</c> of NumPy, PyTorch and JAX.
        /// </summary>
        /// <param name="imaginary">The imaginary parts, with the lengths of this node.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>The real parts and the imaginary parts of y, with the lengths of this node.</returns>
        /// <exception cref="ArgumentException">No such dimension, or the lengths differ.</exception>
        /// <example><code>
        /// var (re, im) = x.Fourier(y);
        /// var (u, v) = (re * filter).InverseFourier(im * filter);      // filtered
        /// </code></example>
        public (Variable<T> Real, Variable<T> Imaginary) InverseFourier(Variable<T> imaginary, int dimension = -1)
        {
            int d = Dimensions.Normalize("InverseFourier", dimension, real.Shape);
            using var attempt = new Attempt<T>(real.Tape);
            Variable<T> both = real.Apply(new FourierOperation<T>(d, IsInverse: true, IsMean: true), imaginary);
            return (both.At(0, 0), attempt.Keep(both.At(0, 1)));
        }
    }
}
