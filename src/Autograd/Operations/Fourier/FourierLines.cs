using System.Numerics;

namespace Autograd;

/// <summary>What the Fourier transforms have in common.</summary>
internal static class FourierLines
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Real and imaginary parts of many slices as the parts of each: the first two dimensions exchanged.</summary>
        internal Variable<T> SlicesFirst()
        {
            Span<int> order = stackalloc int[x.Rank];
            for (int d = 0; d < order.Length; d++) order[d] = d < 2 ? 1 - d : d;
            return x.Permute(order);
        }
    }

    /// <summary>The lines along a dimension.</summary>
    public static FourierTransform<T> Of<T>(Shape shape, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int outer = 1, inner = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) inner *= shape[d];
        return new FourierTransform<T> { Outer = outer, Length = shape[dimension], Inner = inner, Scale = T.One };
    }

    /// <summary>How a transform is written: with a mean, and turned round.</summary>
    public static string Symbol(string name, bool isInverse, bool isMean) => $"{(isMean ? "mean" : "")}{(isInverse ? "inverse" : "")}{name}";

    /// <summary>About 2 log₂ n for each element.</summary>
    public static long CountMultiplyAdds(int elements) => 2L * elements * (BitOperations.Log2((uint)elements | 1) + 1);
}
