using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>Results that go to a given destination; x as a tensor, or as a span for a vector.</content>
public sealed partial class DifferentiableFunction<T>
{
    /// <summary>The value f(x).</summary>
    /// <param name="x">Where.</param>
    /// <param name="value">Receives f(x).</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Value(in ReadOnlyTensorSpan<T> x, Span<T> value) => Write("Value", Record(in x, out _), value);

    /// <summary>The gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="x">Where.</param>
    /// <param name="gradient">Receives the gradient; zeros where f does not depend on x.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public void Gradient(in ReadOnlyTensorSpan<T> x, Span<T> gradient) => WriteDerivative("Gradient", RecordGradient("Gradient", in x, out _, out _), gradient);

    /// <summary>The value and the gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="x">Where.</param>
    /// <param name="gradient">Receives the gradient; zeros where f does not depend on x.</param>
    /// <returns>f(x).</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public T ValueAndGradient(in ReadOnlyTensorSpan<T> x, Span<T> gradient)
    {
        WriteDerivative("Gradient", RecordGradient("Gradient", in x, out Variable<T> output, out _), gradient);
        return output.Scalar;
    }

    /// <summary>The Jacobian ∂f/∂x in full. By columns where x has fewer elements than f(x), else by rows.</summary>
    /// <param name="x">Where.</param>
    /// <param name="jacobian">Receives ∂fᵢ/∂xⱼ, a row for each element of f(x).</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Jacobian(in ReadOnlyTensorSpan<T> x, Span<T> jacobian) =>
        Differentiate.WriteJacobian("Jacobian", Record(in x, out Variable<T> input), input, jacobian);

    /// <summary>The value and the Jacobian ∂f/∂x in full. By columns where x has fewer elements than f(x), else by rows.</summary>
    /// <param name="x">Where.</param>
    /// <param name="value">Receives f(x).</param>
    /// <param name="jacobian">Receives ∂fᵢ/∂xⱼ, a row for each element of f(x).</param>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public void ValueAndJacobian(in ReadOnlyTensorSpan<T> x, Span<T> value, Span<T> jacobian)
    {
        Variable<T> output = Record(in x, out Variable<T> input);
        Write("Value", output, value);
        Differentiate.WriteJacobian("Jacobian", output, input, jacobian);
    }

    /// <summary>The Hessian ∂²f/∂x² of a scalar function in full.</summary>
    /// <param name="x">Where.</param>
    /// <param name="hessian">Receives ∂²f/∂xᵢ∂xⱼ, a row for each element of x.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public void Hessian(in ReadOnlyTensorSpan<T> x, Span<T> hessian) =>
        Differentiate.WriteJacobian("Hessian", RecordGradient("Hessian", in x, out _, out Variable<T> input), input, hessian);

    /// <summary>The product of the Hessian of a scalar function with a direction, without forming the Hessian.</summary>
    /// <param name="x">Where.</param>
    /// <param name="direction">v, with the lengths of x.</param>
    /// <param name="product">Receives ∂²f/∂x² v.</param>
    /// <exception cref="ArgumentException">The direction's lengths differ from those of x, or the destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public void HessianVectorProduct(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction, Span<T> product) =>
        WriteDerivative("HessianVectorProduct", RecordHessianVectorProduct(in x, in direction), product);

    /// <summary>The vector-Jacobian product vᵀ ∂f/∂x.</summary>
    /// <param name="x">Where.</param>
    /// <param name="cotangent">v, with the lengths of f(x).</param>
    /// <param name="value">Receives f(x).</param>
    /// <param name="product">Receives the product, as many elements as x has.</param>
    /// <exception cref="ArgumentException">The cotangent's lengths differ from the result's, or a destination is too short.</exception>
    public void Vjp(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> cotangent, Span<T> value, Span<T> product)
    {
        Variable<T> result = RecordVjp(in x, in cotangent, out Variable<T> output);
        Write("Value", output, value);
        WriteDerivative("Vjp", result, product);
    }

    /// <summary>The Jacobian-vector product ∂f/∂x v: the directional derivative.</summary>
    /// <param name="x">Where.</param>
    /// <param name="tangent">v, with the lengths of x.</param>
    /// <param name="value">Receives f(x).</param>
    /// <param name="product">Receives the product, as many elements as f(x) has.</param>
    /// <exception cref="ArgumentException">The tangent's lengths differ from those of x, or a destination is too short.</exception>
    public void Jvp(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> tangent, Span<T> value, Span<T> product)
    {
        Variable<T> result = RecordJvp(in x, in tangent, out Variable<T> output);
        Write("Value", output, value);
        WriteDerivative("Jvp", result, product);
    }

    /// <inheritdoc cref="Value(in ReadOnlyTensorSpan{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void Value(ReadOnlySpan<T> x, Span<T> value) => Value(Differentiate.Vector(x), value);

    /// <inheritdoc cref="Gradient(in ReadOnlyTensorSpan{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void Gradient(ReadOnlySpan<T> x, Span<T> gradient) => Gradient(Differentiate.Vector(x), gradient);

    /// <inheritdoc cref="ValueAndGradient(in ReadOnlyTensorSpan{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public T ValueAndGradient(ReadOnlySpan<T> x, Span<T> gradient) => ValueAndGradient(Differentiate.Vector(x), gradient);

    /// <inheritdoc cref="Jacobian(in ReadOnlyTensorSpan{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void Jacobian(ReadOnlySpan<T> x, Span<T> jacobian) => Jacobian(Differentiate.Vector(x), jacobian);

    /// <inheritdoc cref="ValueAndJacobian(in ReadOnlyTensorSpan{T}, Span{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void ValueAndJacobian(ReadOnlySpan<T> x, Span<T> value, Span<T> jacobian) => ValueAndJacobian(Differentiate.Vector(x), value, jacobian);

    /// <inheritdoc cref="Hessian(in ReadOnlyTensorSpan{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void Hessian(ReadOnlySpan<T> x, Span<T> hessian) => Hessian(Differentiate.Vector(x), hessian);

    /// <inheritdoc cref="HessianVectorProduct(in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void HessianVectorProduct(ReadOnlySpan<T> x, ReadOnlySpan<T> direction, Span<T> product) =>
        HessianVectorProduct(Differentiate.Vector(x), Differentiate.Vector(direction), product);

    /// <inheritdoc cref="Vjp(in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, Span{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void Vjp(ReadOnlySpan<T> x, ReadOnlySpan<T> cotangent, Span<T> value, Span<T> product) =>
        Vjp(Differentiate.Vector(x), Differentiate.Vector(cotangent), value, product);

    /// <inheritdoc cref="Jvp(in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, Span{T}, Span{T})"/>
    [OverloadResolutionPriority(1)]
    public void Jvp(ReadOnlySpan<T> x, ReadOnlySpan<T> tangent, Span<T> value, Span<T> product) =>
        Jvp(Differentiate.Vector(x), Differentiate.Vector(tangent), value, product);

    private static void Write(string operation, Variable<T> node, Span<T> destination)
    {
        ReadOnlySpan<T> elements = node.Span;
        if (destination.Length < elements.Length) throw Errors.DestinationTooShort(operation, destination.Length, elements.Length);
        elements.CopyTo(destination);
    }

    private static void WriteDerivative(string operation, Variable<T> node, Span<T> destination)
    {
        Write(operation, node, destination);
        Differentiate.ForgetCutOff(destination[..node.Shape.ElementCount]);
    }
}
