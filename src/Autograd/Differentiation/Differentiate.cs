using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// Derivatives of functions: each call records the function on a tape of its own, differentiates, and hands out dense tensors.
/// A function takes variables and returns one; scalars come and go as tensors of lengths [1]. Each thread keeps the tapes for later
/// calls: where those record the same again, they find its nodes and memory, and allocate their results alone.
/// </summary>
/// <remarks>
/// <see cref="DifferentiableFunction{T}"/> does the same on a tape that its owner keeps, and writes into given memory.
/// </remarks>
public static partial class Differentiate
{
    /// <summary>The gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The gradient, with the lengths of x; zeros where f does not depend on x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static Tensor<T> Gradient<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.Gradient(in x);
    }

    /// <summary>The value and the gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>f(x), and the gradient with the lengths of x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T Value, Tensor<T> Gradient) ValueAndGradient<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.ValueAndGradient(in x);
    }

    /// <summary>The derivative f′(x) of a function of a number.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The derivative.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static T Derivative<T>(Func<Variable<T>, Variable<T>> function, T x)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndDerivative(function, x).Derivative;

    /// <summary>The value and the derivative f′(x) of a function of a number.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>f(x) and f′(x).</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T Value, T Derivative) ValueAndDerivative<T>(Func<Variable<T>, Variable<T>> function, T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.ValueAndDerivative(x);
    }

    /// <summary>
    /// The function that gives the gradient: x ↦ ∂f/∂x. It is recorded like any other, on its argument's tape, so it can be evaluated,
    /// differentiated and put together with others.
    /// </summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A function whose result has the lengths of its argument, which must be differentiable: no constant.</returns>
    public static Func<Variable<T>, Variable<T>> Gradient<T>(Func<Variable<T>, Variable<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => GradientNode(Scalar("Gradient", function(x)), x);
    }

    /// <summary>The vector-Jacobian product vᵀ ∂f/∂x.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <param name="cotangent">v, with the lengths of f(x).</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>f(x), and the product with the lengths of x.</returns>
    /// <exception cref="ArgumentException">The cotangent's lengths differ from the result's.</exception>
    public static (Tensor<T> Value, Tensor<T> Cotangent) Vjp<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.Vjp(in x, in cotangent);
    }

    /// <summary>The Jacobian-vector product ∂f/∂x v: the directional derivative, by transposing the vector-Jacobian product.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <param name="tangent">v, with the lengths of x.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>f(x), and the product with the lengths of f(x).</returns>
    /// <exception cref="ArgumentException">The tangent's lengths differ from those of x.</exception>
    public static (Tensor<T> Value, Tensor<T> Tangent) Jvp<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> tangent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.Jvp(in x, in tangent);
    }

    /// <summary>
    /// The Jacobian ∂f/∂x in full: entry [i…, j…] is ∂fᵢ/∂xⱼ. By columns, one forward product for each element of x, where x has fewer
    /// elements than f(x); else by rows, one reverse walk for each element of f(x).
    /// </summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A tensor with the lengths of f(x) followed by those of x.</returns>
    public static Tensor<T> Jacobian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.Jacobian(in x);
    }

    /// <summary>The Hessian ∂²f/∂x² of a scalar function in full: entry [i…, j…] is ∂²f/∂xᵢ∂xⱼ.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A tensor with the lengths of x twice.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static Tensor<T> Hessian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.Hessian(in x);
    }

    /// <summary>The product of the Hessian of a scalar function with a direction, without forming the Hessian.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">v, with the lengths of x.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>∂²f/∂x² v, with the lengths of x.</returns>
    /// <exception cref="ArgumentException">The direction's lengths differ from those of x.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static Tensor<T> HessianVectorProduct<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.HessianVectorProduct(in x, in direction);
    }

    /// <summary>The gradient of a scalar result, zeros where it does not depend on the input.</summary>
    internal static Variable<T> GradientNode<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T> => ScalarPullback(output)[input];

    /// <summary>The cotangents of a scalar output, starting from 1.</summary>
    internal static Gradients<T> ScalarPullback<T>(Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T> => Pullback(output, output.Tape.Constant(T.One).BroadcastTo(output.Shape));

    /// <summary>What a function returned, once it is certain that it is a node of the tape that its argument is on.</summary>
    internal static Variable<T> Output<T>(string operation, Tape<T> tape, Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.NodeOf(output, operation);
        return output;
    }

    /// <summary>The cotangents of an output; all zeros where it depends on nothing. Those of nodes before a given one are left out.</summary>
    internal static Gradients<T> Pullback<T>(Variable<T> output, Variable<T> cotangent, int from = 0)
        where T : unmanaged, IFloatingPointIeee754<T> => ReverseWalk<T>.Record(output.Tape, [output], [cotangent], from: from);

    /// <summary>
    /// ∂output/∂input direction. The cotangent of the input is linear in the output's cotangent u; the derivative of ⟨direction, Jᵀ u⟩ by
    /// u is the wanted product, whatever u is; by what was recorded before u nobody asks.
    /// </summary>
    internal static Variable<T> Pushforward<T>(Variable<T> output, Variable<T> input, Variable<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> u = AnyCotangent(output);
        return Pullback(Pullback(output, u)[input], direction, from: u.Index)[u];
    }

    /// <summary>A leaf with the lengths of an output, to differentiate by.</summary>
    internal static Variable<T> AnyCotangent<T>(Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = output.Shape;
        using SpanOwner<T> zeros = SpanOwner<T>.Allocate(shape.ElementCount, AllocationMode.Clear);
        return output.Tape.Variable(zeros.Span, shape, "u");
    }

    /// <summary>A direction at the border may have come as [1] for a scalar.</summary>
    internal static Variable<T> Direction<T>(string operation, Variable<T> direction, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (direction.Shape == shape) return direction;
        if (direction.Shape.ElementCount == 1 && shape.ElementCount == 1) return direction.Apply(new ReshapeOperation<T>(shape));
        throw Errors.ShapesDiffer(operation, "the direction", direction.Shape, "the place for it", shape);
    }

    /// <summary>A derivative as a tensor, its lengths [1] for a scalar.</summary>
    internal static Tensor<T> Dense<T>(Variable<T> derivative)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] elements = derivative.ToArray();
        ForgetCutOff(elements);
        return Dense(elements, derivative.Shape);
    }

    /// <summary>A derivative of one element.</summary>
    internal static T Number<T>(Variable<T> derivative)
        where T : unmanaged, IFloatingPointIeee754<T> => derivative.Scalar + T.Zero;

    /// <summary>−0 tells within a reverse walk what was cut off; outside it is a zero like any other.</summary>
    internal static void ForgetCutOff<T>(Span<T> elements)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Add(elements, T.Zero, elements);

    internal static Variable<T> Scalar<T>(string operation, Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        output.Shape.ElementCount == 1 ? output : throw Errors.ResultNotScalar(operation, output.Shape);
}
