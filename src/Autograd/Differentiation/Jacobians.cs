using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <content>Full Jacobians and Hessians, row by row, and products with a Hessian.</content>
public static partial class Differentiate
{
    /// <summary>The Jacobian ∂f/∂x in full: entry [i…, j…] is ∂fᵢ/∂xⱼ. One reverse walk per element of the result.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A tensor with the lengths of f(x) followed by those of x.</returns>
    public static Tensor<T> Jacobian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T> input = tape.Variable(in x, "x");
        return Jacobian(function(input), input);
    }

    /// <summary>The Jacobians ∂f/∂xₖ in full, of a function of several tensors.</summary>
    /// <param name="function">A function of as many variables as there are tensors.</param>
    /// <param name="inputs">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each tensor its Jacobian: the lengths of f(x) followed by those of xₖ.</returns>
    public static Tensor<T>[] Jacobian<T>(Func<Variable<T>[], Variable<T>> function, params Tensor<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T>[] variables = Leaves(tape, inputs);
        Variable<T> output = function(variables);
        return Array.ConvertAll(variables, v => Jacobian(output, v));
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
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T> input = tape.Variable(in x, "x");
        return Jacobian(GradientNode("Hessian", function(input), input), input);
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
        ArgumentNullException.ThrowIfNull(function);
        using var tape = new Tape<T>();
        Variable<T> input = tape.Variable(in x, "x");
        Variable<T> gradient = GradientNode("HessianVectorProduct", function(input), input);
        return Pullback(gradient, Direction("HessianVectorProduct", tape.Constant(in direction), input.Shape))[input].ToTensor();
    }

    private static Variable<T> GradientNode<T>(string operation, Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Scalar(operation, output);
        return Pullback(output, output.Tape.Constant(T.One).BroadcastTo(output.Shape))[input];
    }

    private static Tensor<T> Jacobian<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape outputShape = output.Shape, inputShape = input.Shape;
        Shape shape = Shape.Concatenate(outputShape, outputShape.Rank, inputShape, 0);
        int rows = outputShape.ElementCount, columns = inputShape.ElementCount;
        var entries = new T[shape.ElementCount];
        var unit = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            unit[row] = T.One;
            Pullback(output, output.Tape.Constant(unit, outputShape, null))[input].Span.CopyTo(entries.AsSpan(row * columns, columns));
            unit[row] = T.Zero;
        }

        return Tensor.Create(entries, shape.Rank == 0 ? [1] : shape.ToArray());
    }
}
