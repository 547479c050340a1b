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
        return Jacobians(function(input), input)[0];
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
        return Jacobians(function(variables), variables);
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
        return Jacobians(GradientNode("Hessian", function(input), input), input)[0];
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

    /// <summary>For each input its Jacobian. One reverse walk gives a row of all of them.</summary>
    internal static Tensor<T>[] Jacobians<T>(Variable<T> output, params Variable<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape outputShape = output.Shape;
        var unit = new T[outputShape.ElementCount];
        T[][] entries = Array.ConvertAll(inputs, input => new T[unit.Length * input.Shape.ElementCount]);
        Tape<T> tape = output.Tape;
        int recorded = tape.NodeCount;
        for (int row = 0; row < unit.Length; row++)
        {
            // Each row repeats the walk of the one before, in the same memory.
            tape.Rewind(recorded);
            unit[row] = T.One;
            Gradients<T> gradients = Pullback(output, tape.Constant(unit, outputShape, null));
            unit[row] = T.Zero;
            for (int k = 0; k < inputs.Length; k++)
            {
                ReadOnlySpan<T> cotangent = gradients[inputs[k]].Span;
                cotangent.CopyTo(entries[k].AsSpan(row * cotangent.Length));
            }
        }

        var jacobians = new Tensor<T>[inputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            Shape shape = Shape.Concatenate(outputShape, outputShape.Rank, inputs[k].Shape, 0);
            jacobians[k] = Tensor.Create(entries[k], shape.Rank == 0 ? [1] : shape.ToArray());
        }

        return jacobians;
    }
}
