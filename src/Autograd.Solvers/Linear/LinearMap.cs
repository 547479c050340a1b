namespace Autograd;

/// <summary>A linear map y = A x that is applied without a matrix.</summary>
/// <param name="x">x.</param>
/// <param name="product">Receives A x; every element is to be written.</param>
public delegate void LinearMap(ReadOnlySpan<double> x, Span<double> product);

/// <summary>The derivatives of a function at a point as linear maps, which never form a matrix.</summary>
public static class LinearMaps
{
    extension(DifferentiableFunction<double> function)
    {
        /// <summary>v ↦ ∂f/∂x v, for as long as the function is kept.</summary>
        /// <param name="x">Where, a vector; copied.</param>
        /// <returns>The map; for one thread at a time, as the function is.</returns>
        public LinearMap JacobianAt(ReadOnlySpan<double> x)
        {
            double[] at = x.ToArray();
            return (v, product) => function.Jvp(at, v, new double[product.Length], product);
        }

        /// <summary>v ↦ (∂f/∂x)ᵀ v, for as long as the function is kept.</summary>
        /// <param name="x">Where, a vector; copied.</param>
        /// <returns>The map; for one thread at a time, as the function is.</returns>
        public LinearMap TransposedJacobianAt(ReadOnlySpan<double> x)
        {
            double[] at = x.ToArray();
            return (v, product) => function.Vjp(at, v, new double[v.Length], product);
        }

        /// <summary>v ↦ ∂²f/∂x² v of a scalar function, for as long as the function is kept.</summary>
        /// <param name="x">Where, a vector; copied.</param>
        /// <returns>The map; for one thread at a time, as the function is.</returns>
        public LinearMap HessianAt(ReadOnlySpan<double> x)
        {
            double[] at = x.ToArray();
            return (v, product) => function.HessianVectorProduct(at, v, product);
        }
    }

}
