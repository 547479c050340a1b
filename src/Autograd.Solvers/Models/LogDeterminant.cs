using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>Logarithms of determinants of symmetric positive definite matrices, and Laplace's approximation, which is made of one.</summary>
public static class LogDeterminant
{
    /// <summary>
    /// Laplace's approximation of log ∫ exp(−E(x)) dx by the integral of the normal density that has E's value and Hessian at its minimum:
    /// −E(x) + (n/2) log 2π − ½ log det ∂²E/∂x², the determinant by Cholesky's factor.
    /// </summary>
    /// <param name="energy">E, a negative log-density for instance: a single element.</param>
    /// <param name="minimum">Its minimum, of n elements.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The logarithm of the integral.</returns>
    /// <exception cref="NotPositiveDefiniteException">The Hessian is not positive definite: x is no minimum, or is one along a valley.</exception>
    /// <exception cref="InvalidOperationException">E has more elements than one.</exception>
    public static T Laplace<T>(Func<Variable<T>, Variable<T>> energy, in ReadOnlyTensorSpan<T> minimum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = (int)minimum.FlattenedLength;
        T logarithm = OfHessian(energy, in minimum), two = T.One + T.One, value = Differentiate.ValueAndGradient(energy, in minimum).Value;
        return (T.CreateChecked(count) * T.Log(two * T.Pi) / two) - value - (logarithm / two);
    }

    /// <summary>The logarithm of the determinant of a function's Hessian, by Cholesky's factor.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>log det ∂²f/∂x²; 0 where x has no elements.</returns>
    /// <exception cref="NotPositiveDefiniteException">The Hessian is not positive definite.</exception>
    /// <exception cref="InvalidOperationException">The function's result has more elements than one.</exception>
    public static T OfHessian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = (int)x.FlattenedLength;
        T[] hessian = Curvature.Elements(Differentiate.Hessian(function, in x));
        using var tape = new Tape<T>();
        return tape.Constant(hessian, [count, count]).Cholesky().Diagonal().Log().Sum().Scalar * (T.One + T.One);
    }

    /// <summary>
    /// An estimate of the logarithm of the determinant of a matrix of which only products are known: stochastic Lanczos quadrature. For each of some random
    /// vectors of ±1, Lanczos' method gives a small tridiagonal matrix, whose eigenvalues and vectors are the nodes and weights of a quadrature.
    /// </summary>
    /// <remarks>
    /// S. Ubaru, J. Chen, Y. Saad: Fast estimation of tr(f(A)) via stochastic Lanczos quadrature, SIAM J. Matrix Anal. Appl. 38 (2017). The vectors are
    /// kept orthogonal in full. Without spread over the vectors as for a diagonal matrix the standard error is that of rounding.
    /// </remarks>
    /// <param name="product">Gives A v for a vector v, with A symmetric and positive definite.</param>
    /// <param name="count">The number of rows, 1 or more.</param>
    /// <param name="options">How many vectors and steps, and the seed.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The estimate, the same for the same seed.</returns>
    /// <exception cref="ArgumentException">The number of rows is below 1, or a product has another length.</exception>
    /// <exception cref="InvalidOperationException">The matrix is not positive definite, or a product is not finite.</exception>
    public static LogDeterminantEstimate<T> ByLanczos<T>(Func<T[], T[]> product, int count, LanczosOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(options);
        if (count < 1) throw ModelErrors.NoRows(count);
        var random = new RandomGenerator(options.Seed);
        var samples = new T[options.Probes];
        for (int i = 0; i < samples.Length; i++)
        {
            var start = new T[count];
            foreach (ref T element in start.AsSpan()) element = random.NextUniform() < 0.5 ? -T.One : T.One;
            samples[i] = T.CreateChecked(count) * Quadrature(Lanczos.Tridiagonal(product, start, Math.Min(options.Steps, count)));
        }

        T sum = T.Zero, squares = T.Zero;
        foreach (T sample in samples) sum += sample;
        T mean = sum / T.CreateChecked(samples.Length);
        foreach (T sample in samples) squares += (sample - mean) * (sample - mean);
        return new(mean, samples.Length == 1 ? T.NaN : T.Sqrt(squares / T.CreateChecked(samples.Length * (samples.Length - 1L))));
    }

    /// <summary>Σ τᵢ² log λᵢ, with τᵢ the first components of the eigenvectors.</summary>
    private static T Quadrature<T>((T[] Diagonal, T[] Beside) tridiagonal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = tridiagonal.Diagonal.Length;
        var matrix = new T[count * count];
        for (int i = 0; i < count; i++)
        {
            matrix[(i * count) + i] = tridiagonal.Diagonal[i];
            if (i + 1 < count) matrix[(i * count) + i + 1] = matrix[((i + 1) * count) + i] = tridiagonal.Beside[i];
        }

        using var tape = new Tape<T>();
        var (values, vectors) = tape.Constant(matrix, [count, count]).SymmetricEigen();
        ReadOnlySpan<T> eigenvalues = values.ToArray(), first = vectors.ToArray().AsSpan(0, count);
        T sum = T.Zero;
        for (int i = 0; i < count; i++)
        {
            if (!(eigenvalues[i] > T.Zero)) throw ModelErrors.NotPositiveDefinite($"{eigenvalues[i]}");
            sum += first[i] * first[i] * T.Log(eigenvalues[i]);
        }

        return sum;
    }
}

/// <summary>An estimate by random vectors.</summary>
/// <param name="Value">The mean over the vectors.</param>
/// <param name="StandardError">The standard deviation of that mean; NaN for one vector. It says nothing of what too few steps of Lanczos' method miss.</param>
/// <typeparam name="T">Element type.</typeparam>
public readonly record struct LogDeterminantEstimate<T>(T Value, T StandardError)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Settings of <see cref="LogDeterminant.ByLanczos{T}"/>.</summary>
public sealed record LanczosOptions
{
    /// <summary>The number of random vectors, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Probes { get; init => field = value >= 1 ? value : throw ModelErrors.CountBelowOne("LanczosOptions", "number of probes", value); } = 30;

    /// <summary>The number of steps of Lanczos' method for each vector, at most: that many products; 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Steps { get; init => field = value >= 1 ? value : throw ModelErrors.CountBelowOne("LanczosOptions", "number of steps", value); } = 50;

    /// <summary>The seed of the random vectors.</summary>
    public ulong Seed { get; init; } = 1;
}
