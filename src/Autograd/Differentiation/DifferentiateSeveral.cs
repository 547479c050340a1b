using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <content>Functions of several tensors: of two or three as separate arguments, of any number as an array.</content>
public static partial class Differentiate
{
    /// <summary>The gradients ∂f/∂x and ∂f/∂y of a scalar function of two tensors.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each argument the gradient, with its lengths.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (Tensor<T> X, Tensor<T> Y) Gradient<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (_, byX, byY) = ValueAndGradient(function, in x, in y);
        return (byX, byY);
    }

    /// <summary>The value and the gradients ∂f/∂x and ∂f/∂y of a scalar function of two tensors.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The value, and for each argument the gradient, with its lengths.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T Value, Tensor<T> X, Tensor<T> Y) ValueAndGradient<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T> first = kept.Tape.Variable(in x, "x");
        Variable<T> second = kept.Tape.Variable(in y, "y");
        Variable<T> output = Scalar("Gradient", Output("Differentiate", kept.Tape, function(first, second)));
        Gradients<T> gradients = ScalarPullback(output);
        return (output.Scalar, Dense(gradients[first]), Dense(gradients[second]));
    }

    /// <summary>The Jacobians ∂f/∂x and ∂f/∂y in full, of a function of two tensors.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each argument the Jacobian: the lengths of the result followed by those of the argument.</returns>
    public static (Tensor<T> X, Tensor<T> Y) Jacobian<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T> first = kept.Tape.Variable(in x, "x");
        Variable<T> second = kept.Tape.Variable(in y, "y");
        Tensor<T>[] jacobians = Jacobians(Output("Differentiate", kept.Tape, function(first, second)), first, second);
        return (jacobians[0], jacobians[1]);
    }

    /// <summary>The partial derivatives ∂f/∂x and ∂f/∂y of a function of two numbers.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each argument the derivative.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T X, T Y) Derivative<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T> first = kept.Tape.Variable(x, "x");
        Variable<T> second = kept.Tape.Variable(y, "y");
        Gradients<T> gradients = ScalarPullback(Scalar("Derivative", Output("Differentiate", kept.Tape, function(first, second))));
        return (Number(gradients[first]), Number(gradients[second]));
    }

    /// <summary>The gradients ∂f/∂x, ∂f/∂y and ∂f/∂z of a scalar function of three tensors.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <param name="z">Its third argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each argument the gradient, with its lengths.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (Tensor<T> X, Tensor<T> Y, Tensor<T> Z) Gradient<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y, in ReadOnlyTensorSpan<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (_, byX, byY, byZ) = ValueAndGradient(function, in x, in y, in z);
        return (byX, byY, byZ);
    }

    /// <summary>The value and the gradients ∂f/∂x, ∂f/∂y and ∂f/∂z of a scalar function of three tensors.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <param name="z">Its third argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The value, and for each argument the gradient, with its lengths.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T Value, Tensor<T> X, Tensor<T> Y, Tensor<T> Z) ValueAndGradient<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y, in ReadOnlyTensorSpan<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T> first = kept.Tape.Variable(in x, "x");
        Variable<T> second = kept.Tape.Variable(in y, "y");
        Variable<T> third = kept.Tape.Variable(in z, "z");
        Variable<T> output = Scalar("Gradient", Output("Differentiate", kept.Tape, function(first, second, third)));
        Gradients<T> gradients = ScalarPullback(output);
        return (output.Scalar, Dense(gradients[first]), Dense(gradients[second]), Dense(gradients[third]));
    }

    /// <summary>The Jacobians ∂f/∂x, ∂f/∂y and ∂f/∂z in full, of a function of three tensors.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <param name="z">Its third argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each argument the Jacobian: the lengths of the result followed by those of the argument.</returns>
    public static (Tensor<T> X, Tensor<T> Y, Tensor<T> Z) Jacobian<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> y, in ReadOnlyTensorSpan<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T> first = kept.Tape.Variable(in x, "x");
        Variable<T> second = kept.Tape.Variable(in y, "y");
        Variable<T> third = kept.Tape.Variable(in z, "z");
        Tensor<T>[] jacobians = Jacobians(Output("Differentiate", kept.Tape, function(first, second, third)), first, second, third);
        return (jacobians[0], jacobians[1], jacobians[2]);
    }

    /// <summary>The partial derivatives ∂f/∂x, ∂f/∂y and ∂f/∂z of a function of three numbers.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Its first argument.</param>
    /// <param name="y">Its second argument.</param>
    /// <param name="z">Its third argument.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each argument the derivative.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static (T X, T Y, T Z) Derivative<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, T x, T y, T z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T> first = kept.Tape.Variable(x, "x");
        Variable<T> second = kept.Tape.Variable(y, "y");
        Variable<T> third = kept.Tape.Variable(z, "z");
        Gradients<T> gradients = ScalarPullback(Scalar("Derivative", Output("Differentiate", kept.Tape, function(first, second, third))));
        return (Number(gradients[first]), Number(gradients[second]), Number(gradients[third]));
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
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T>[] variables = Leaves(kept.Tape, inputs);
        Variable<T> output = Scalar("Gradient", Output("Differentiate", kept.Tape, function(variables)));
        Gradients<T> gradients = ScalarPullback(output);
        return (output.Scalar, Array.ConvertAll(variables, v => Dense(gradients[v])));
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
        using var kept = new KeptFunction<T>(KeptFunction<T>.None);
        Variable<T>[] variables = Leaves(kept.Tape, inputs);
        return Jacobians(Output("Differentiate", kept.Tape, function(variables)), variables);
    }

    private static Variable<T>[] Leaves<T>(Tape<T> tape, Tensor<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var variables = new Variable<T>[inputs.Length];
        for (int k = 0; k < inputs.Length; k++) variables[k] = tape.Variable(Elements(inputs[k], nameof(inputs)), $"x{k}");
        return variables;
    }
}
