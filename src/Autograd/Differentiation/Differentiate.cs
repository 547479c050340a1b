using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>
/// Derivatives of functions: each call records the function on a tape of its own, differentiates, and hands out dense tensors.
/// A function takes variables and returns one; scalars come and go as tensors of lengths [1].
/// </summary>
public static partial class Differentiate
{
    /// <summary>The gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The gradient, with the lengths of x; zeros where f does not depend on x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static Tensor<T> Gradient<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, in x).Gradient;

    /// <summary>The value and the gradient ∂f/∂x of a scalar function.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>f(x), and the gradient with the lengths of x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T Value, Tensor<T> Gradient) ValueAndGradient<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T> input = tape.Variable(in x, "x"), output = Scalar("Gradient", function(input));
        return (output.Scalar, Pullback(output, tape.Constant(T.One).BroadcastTo(output.Shape))[input].ToTensor());
    }

    /// <summary>The gradients ∂f/∂xₖ of a scalar function of several tensors.</summary>
    /// <param name="function">A function of as many variables as there are tensors, whose result has one element.</param>
    /// <param name="inputs">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>f(x), and for each tensor its gradient.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T Value, Tensor<T>[] Gradients) ValueAndGradient<T>(Func<Variable<T>[], Variable<T>> function, params Tensor<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T>[] variables = Leaves(tape, inputs);
        Variable<T> output = Scalar("Gradient", function(variables));
        Gradients<T> gradients = Pullback(output, tape.Constant(T.One).BroadcastTo(output.Shape));
        return (output.Scalar, Array.ConvertAll(variables, v => gradients[v].ToTensor()));
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
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T> input = tape.Variable(in x, "x"), output = function(input);
        return (output.ToTensor(), Pullback(output, Direction("Vjp", tape.Constant(in cotangent), output.Shape))[input].ToTensor());
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
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T> input = tape.Variable(in x, "x"), output = function(input);
        Variable<T> direction = Direction("Jvp", tape.Constant(in tangent), input.Shape);
        return (output.ToTensor(), Pushforward(output, [input], [direction]).ToTensor());
    }

    /// <summary>The cotangents of an output; all zeros where it depends on nothing.</summary>
    internal static Gradients<T> Pullback<T>(Variable<T> output, Variable<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T> => ReverseWalk<T>.Record(output.Tape, [output], [cotangent]);

    /// <summary>
    /// Σₖ ∂output/∂inputₖ directionₖ. The cotangents of the inputs are linear in the output's cotangent u; the derivative of
    /// Σₖ ⟨directionₖ, Jₖᵀ u⟩ by u is the wanted product, whatever u is.
    /// </summary>
    internal static Variable<T> Pushforward<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, ReadOnlySpan<Variable<T>> directions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = output.Tape;
        Variable<T> u = tape.Variable(new T[output.Shape.ElementCount], output.Shape, "u");
        Gradients<T> pullback = Pullback(output, u);
        var cotangents = new Variable<T>[inputs.Length];
        for (int k = 0; k < inputs.Length; k++) cotangents[k] = pullback[inputs[k]];
        return ReverseWalk<T>.Record(tape, cotangents, directions)[u];
    }

    private static Variable<T>[] Leaves<T>(Tape<T> tape, Tensor<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var variables = new Variable<T>[inputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(inputs[k]);
            variables[k] = tape.Variable(inputs[k].AsReadOnlyTensorSpan(), $"x{k}");
        }

        return variables;
    }

    /// <summary>A direction at the border may have come as [1] for a scalar.</summary>
    private static Variable<T> Direction<T>(string operation, Variable<T> direction, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (direction.Shape == shape) return direction;
        if (direction.Shape.ElementCount == 1 && shape.ElementCount == 1) return direction.Apply(new ReshapeOperation<T>(shape));
        throw Errors.ShapesDiffer(operation, "the direction", direction.Shape, "the place for it", shape);
    }

    private static Variable<T> Scalar<T>(string operation, Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        output.Shape.ElementCount == 1 ? output : throw Errors.ResultNotScalar(operation, output.Shape);
}
