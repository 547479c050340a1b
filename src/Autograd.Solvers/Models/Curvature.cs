using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>Products of matrices of curvature with directions, without forming the matrices: each takes a few passes through the model.</summary>
/// <remarks>J. Martens: New insights and perspectives on the natural gradient method, JMLR 21 (2020).</remarks>
public static class Curvature
{
    /// <summary>The Gauss-Newton product JᵀJ v for residuals r(x), of which ½ ‖r‖² is minimized: its Hessian but for what r's own curvature adds.</summary>
    /// <param name="residuals">The residuals, of any lengths.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">v, with the lengths of x.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>JᵀJ v, with the lengths of x.</returns>
    /// <exception cref="ArgumentException">The direction's lengths differ from those of x.</exception>
    public static Tensor<T> GaussNewtonProduct<T>(Func<Variable<T>, Variable<T>> residuals, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (_, tangent) = Differentiate.Jvp(residuals, in x, in direction);
        return Differentiate.Vjp(residuals, in x, tangent).Cotangent;
    }

    /// <summary>
    /// The generalized Gauss-Newton product JᵀH J v, with J the Jacobian of a model's outputs and H the Hessian of a loss by them. It is Fisher's
    /// information where the loss is a negative log-likelihood whose natural parameters are the outputs: logits with a cross-entropy, means with squares.
    /// </summary>
    /// <param name="model">The outputs, of any lengths.</param>
    /// <param name="loss">The loss of the outputs, a single element.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">v, with the lengths of x.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>JᵀH J v, with the lengths of x.</returns>
    /// <exception cref="ArgumentException">The direction's lengths differ from those of x.</exception>
    /// <exception cref="InvalidOperationException">The loss has more elements than one.</exception>
    public static Tensor<T> GaussNewtonProduct<T>(
        Func<Variable<T>, Variable<T>> model, Func<Variable<T>, Variable<T>> loss, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (outputs, tangent) = Differentiate.Jvp(model, in x, in direction);
        return Differentiate.Vjp(model, in x, Differentiate.HessianVectorProduct(loss, outputs, tangent)).Cotangent;
    }

    /// <summary>The product with the empirical Fisher information, (1/N) Σ gᵢ gᵢᵀ v over N examples, with gᵢ the gradient of example i's log-likelihood.</summary>
    /// <param name="logLikelihoods">The log-likelihood of each example: a vector of N.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">v, with the lengths of x.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The product, with the lengths of x; NaN of no examples.</returns>
    /// <exception cref="ArgumentException">The direction's lengths differ from those of x.</exception>
    public static Tensor<T> FisherProduct<T>(Func<Variable<T>, Variable<T>> logLikelihoods, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, tangent) = Differentiate.Jvp(logLikelihoods, in x, in direction);
        T[] means = Elements(tangent);
        foreach (ref T mean in means.AsSpan()) mean /= T.CreateChecked(means.Length);
        return Differentiate.Vjp(logLikelihoods, in x, Tensor.Create(means, values.Lengths)).Cotangent;
    }

    internal static T[] Elements<T>(Tensor<T> tensor)
    {
        var elements = new T[(int)tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }
}
