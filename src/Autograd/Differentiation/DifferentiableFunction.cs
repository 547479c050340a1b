using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>
/// A function of one tensor with a tape that it keeps, to be differentiated at one point after another: iterations of a solver, steps of
/// a simulation. As far as its recordings repeat, their nodes, memory and reverse walks are found again. Where results go to a given
/// destination, the steady state allocates nothing.
/// </summary>
/// <remarks>
/// For one thread at a time, as its tape is. Within its own function an object must not be used; others may. Destinations are written in
/// row-major order and may be longer than what is written. <see cref="Differentiate"/> has the same without an object to keep.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed partial class DifferentiableFunction<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Func<Variable<T>, Variable<T>> _function;

    /// <summary>A function to be differentiated.</summary>
    /// <param name="function">It records its result from its argument, on the argument's tape, and is called anew for each point.</param>
    public DifferentiableFunction(Func<Variable<T>, Variable<T>> function)
        : this(function, TapeOptions.Default)
    {
    }

    /// <summary>A function to be differentiated on a tape with given settings.</summary>
    /// <param name="function">It records its result from its argument, on the argument's tape, and is called anew for each point.</param>
    /// <param name="options">The settings.</param>
    public DifferentiableFunction(Func<Variable<T>, Variable<T>> function, TapeOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
        Tape = new Tape<T>(options);
    }

    /// <summary>The tape that the function is recorded on.</summary>
    internal Tape<T> Tape { get; }

    /// <summary>Gives back the memory.</summary>
    public void Dispose() => Tape.Dispose();

    /// <summary>Another function on the same tape.</summary>
    internal DifferentiableFunction<T> Become(Func<Variable<T>, Variable<T>> function)
    {
        _function = function;
        return this;
    }

    /// <summary>The value f(x).</summary>
    /// <param name="x">Where.</param>
    /// <returns>A tensor with the lengths of the result; a scalar as <c>[1]</c>.</returns>
    public Tensor<T> Value(in ReadOnlyTensorSpan<T> x) => Record(in x, out _).ToTensor();

    /// <summary>The gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="x">Where.</param>
    /// <returns>The gradient, with the lengths of x; zeros where f does not depend on x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public Tensor<T> Gradient(in ReadOnlyTensorSpan<T> x) => Differentiate.Dense(RecordGradient("Gradient", in x, out _, out _));

    /// <summary>The value and the gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="x">Where.</param>
    /// <returns>f(x), and the gradient with the lengths of x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public (T Value, Tensor<T> Gradient) ValueAndGradient(in ReadOnlyTensorSpan<T> x)
    {
        Variable<T> gradient = RecordGradient("Gradient", in x, out Variable<T> output, out _);
        return (output.Scalar, Differentiate.Dense(gradient));
    }

    /// <summary>The derivative f′(x) of a function of a number.</summary>
    /// <param name="x">Where.</param>
    /// <returns>The derivative.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public T Derivative(T x) => ValueAndDerivative(x).Derivative;

    /// <summary>The value and the derivative f′(x) of a function of a number.</summary>
    /// <param name="x">Where.</param>
    /// <returns>f(x) and f′(x).</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public (T Value, T Derivative) ValueAndDerivative(T x)
    {
        Tape.Reset();
        Variable<T> input = Tape.Variable(x, "x"), output = Differentiate.Output("Differentiate", Tape, _function(input));
        return (Differentiate.Scalar("Derivative", output).Scalar, Differentiate.Number(Differentiate.GradientNode(output, input)));
    }

    /// <summary>The Jacobian ∂f/∂x in full: entry [i…, j…] is ∂fᵢ/∂xⱼ. By columns where x has fewer elements than f(x), else by rows.</summary>
    /// <param name="x">Where.</param>
    /// <returns>A tensor with the lengths of f(x) followed by those of x.</returns>
    public Tensor<T> Jacobian(in ReadOnlyTensorSpan<T> x) => Differentiate.Jacobian(Record(in x, out Variable<T> input), input);

    /// <summary>The Hessian ∂²f/∂x² of a scalar function in full: entry [i…, j…] is ∂²f/∂xᵢ∂xⱼ.</summary>
    /// <param name="x">Where.</param>
    /// <returns>A tensor with the lengths of x twice.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public Tensor<T> Hessian(in ReadOnlyTensorSpan<T> x) =>
        Differentiate.Jacobian(RecordGradient("Hessian", in x, out _, out Variable<T> input), input);

    /// <summary>The product of the Hessian of a scalar function with a direction, without forming the Hessian.</summary>
    /// <param name="x">Where.</param>
    /// <param name="direction">v, with the lengths of x.</param>
    /// <returns>∂²f/∂x² v, with the lengths of x.</returns>
    /// <exception cref="ArgumentException">The direction's lengths differ from those of x.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public Tensor<T> HessianVectorProduct(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction) =>
        Differentiate.Dense(RecordHessianVectorProduct(in x, in direction));

    /// <summary>The vector-Jacobian product vᵀ ∂f/∂x.</summary>
    /// <param name="x">Where.</param>
    /// <param name="cotangent">v, with the lengths of f(x).</param>
    /// <returns>f(x), and the product with the lengths of x.</returns>
    /// <exception cref="ArgumentException">The cotangent's lengths differ from the result's.</exception>
    public (Tensor<T> Value, Tensor<T> Cotangent) Vjp(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> cotangent)
    {
        Variable<T> product = RecordVjp(in x, in cotangent, out Variable<T> output);
        return (output.ToTensor(), Differentiate.Dense(product));
    }

    /// <summary>The Jacobian-vector product ∂f/∂x v: the directional derivative, by transposing the vector-Jacobian product.</summary>
    /// <param name="x">Where.</param>
    /// <param name="tangent">v, with the lengths of x.</param>
    /// <returns>f(x), and the product with the lengths of f(x).</returns>
    /// <exception cref="ArgumentException">The tangent's lengths differ from those of x.</exception>
    public (Tensor<T> Value, Tensor<T> Tangent) Jvp(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> tangent)
    {
        Variable<T> product = RecordJvp(in x, in tangent, out Variable<T> output);
        return (output.ToTensor(), Differentiate.Dense(product));
    }

    private Variable<T> Record(in ReadOnlyTensorSpan<T> x, out Variable<T> input)
    {
        Tape.Reset();
        input = Tape.Variable(in x, "x");
        return Differentiate.Output("Differentiate", Tape, _function(input));
    }

    private Variable<T> RecordGradient(string operation, in ReadOnlyTensorSpan<T> x, out Variable<T> output, out Variable<T> input)
    {
        output = Differentiate.Scalar(operation, Record(in x, out input));
        return Differentiate.GradientNode(output, input);
    }

    private Variable<T> RecordHessianVectorProduct(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> direction)
    {
        Variable<T> gradient = RecordGradient("HessianVectorProduct", in x, out _, out Variable<T> input);
        return Differentiate.Pullback(gradient, Differentiate.Direction("HessianVectorProduct", Tape.Constant(in direction), input.Shape))[input];
    }

    private Variable<T> RecordVjp(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> cotangent, out Variable<T> output)
    {
        output = Record(in x, out Variable<T> input);
        return Differentiate.Pullback(output, Differentiate.Direction("Vjp", Tape.Constant(in cotangent), output.Shape))[input];
    }

    private Variable<T> RecordJvp(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> tangent, out Variable<T> output)
    {
        output = Record(in x, out Variable<T> input);
        return Differentiate.Pushforward(output, input, Differentiate.Direction("Jvp", Tape.Constant(in tangent), input.Shape));
    }
}
