using System.Numerics.Tensors;

namespace Autograd;

/// <summary>
/// Checks the derivatives of a function or of one's own operation, in double. For a random cotangent u, every element of the
/// vector-Jacobian product Jᵀ u is compared with the five-point difference of ⟨u, f⟩,
/// (8 (F(x + h) − F(x − h)) − (F(x + 2h) − F(x − 2h))) / 12h with h = 7·10⁻⁴ max(1, |x|); and ⟨u, J v⟩ = ⟨Jᵀ u, v⟩ is verified for a
/// random v. For the second order, the product Jᵀ u is itself taken as the function, of the inputs and of u.
/// </summary>
/// <remarks>
/// <para>
/// An error of a difference is measured against the largest derivative by the same input, an error of the identity against the sum of
/// the sizes of its terms; both at least against 10⁻³ max(1, Σ |u f|), below which rounding decides. Inputs must keep 2h away from kinks and from the edges of the domain.
/// </para>
/// <para>The function is called about four times per element and order; it must be deterministic.</para>
/// <example><code>
/// GradientCheck.Check(x => x.Softplus(), values).ThrowIfFailed();
/// GradientCheck.Check(x => x[0].MatMul(x[1]), [([1, 2, 3, 4], [2, 2]), ([0.5, -1], [2])]).ThrowIfFailed();
/// </code></example>
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks a function of one tensor.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <param name="options">The settings; the default ones where null.</param>
    /// <returns>What was compared, and the worst element of each comparison.</returns>
    public static GradientReport Check(Func<Variable<double>, Variable<double>> function, in ReadOnlyTensorSpan<double> x, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Shape shape = x.Lengths;
        if (x.FlattenedLength != shape.ElementCount) throw Errors.NoElements();
        var values = new double[shape.ElementCount];
        x.FlattenTo(values);
        return GradientChecker.Run(inputs => function(inputs[0]), [(values, shape)], options ?? GradientCheckOptions.Default);
    }

    /// <summary>Checks a function of one tensor, which may be a scalar.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="values">Where: the elements in row-major order.</param>
    /// <param name="shape">Their lengths.</param>
    /// <param name="options">The settings; the default ones where null.</param>
    /// <returns>What was compared, and the worst element of each comparison.</returns>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public static GradientReport Check(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> values, Shape shape, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return GradientChecker.Run(inputs => function(inputs[0]), [(values.ToArray(), shape)], options ?? GradientCheckOptions.Default);
    }

    /// <summary>Checks a function of several tensors.</summary>
    /// <param name="function">A function of as many variables as there are tensors, of any result.</param>
    /// <param name="inputs">Where.</param>
    /// <param name="options">The settings; the default ones where null.</param>
    /// <returns>What was compared, and the worst element of each comparison.</returns>
    public static GradientReport Check(Func<Variable<double>[], Variable<double>> function, Tensor<double>[] inputs, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        var places = new (double[] Values, Shape Shape)[inputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(inputs[k], nameof(inputs));
            Shape shape = inputs[k].Lengths;
            places[k] = (new double[shape.ElementCount], shape);
            inputs[k].FlattenTo(places[k].Values);
        }

        return GradientChecker.Run(function, places, options ?? GradientCheckOptions.Default);
    }

    /// <summary>Checks a function of several tensors, some of which may be scalars.</summary>
    /// <param name="function">A function of as many variables as there are tensors, of any result.</param>
    /// <param name="inputs">Where: for each tensor its elements in row-major order, and their lengths.</param>
    /// <param name="options">The settings; the default ones where null.</param>
    /// <returns>What was compared, and the worst element of each comparison.</returns>
    /// <exception cref="ArgumentException">There are not as many values as a shape has elements.</exception>
    public static GradientReport Check(
        Func<Variable<double>[], Variable<double>> function,
        ReadOnlySpan<(double[] Values, Shape Shape)> inputs,
        GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        var places = new (double[] Values, Shape Shape)[inputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(inputs[k].Values, nameof(inputs));
            places[k] = ((double[])inputs[k].Values.Clone(), inputs[k].Shape);
        }

        return GradientChecker.Run(function, places, options ?? GradientCheckOptions.Default);
    }
}
