using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The mean squared error 1/n Σ (z − t)² over all n elements.</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        public Variable<T> MeanSquaredError(Variable<T> target)
        {
            CheckSame("MeanSquaredError", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep((prediction - target).Square().Mean());
        }
    }
}
