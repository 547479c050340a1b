using System.Numerics;

namespace Autograd;

/// <summary>
/// The layer y = x Wᵀ + b of every unit with every input. W has shape [outputs, inputs], one row per unit; x has shape
/// [..., inputs], usually [examples, inputs], and y [..., outputs].
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Linear<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with random weights and a bias of zeros.</summary>
    /// <param name="name">Its name: the parameters are called W and b with this behind, so "1" makes W1 and b1.</param>
    /// <param name="inputs">The number of inputs, at least 1.</param>
    /// <param name="outputs">The number of units, at least 1.</param>
    /// <param name="initializer">The distribution of the weights.</param>
    /// <param name="random">Where the weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">No inputs or no outputs.</exception>
    public Linear(string name, int inputs, int outputs, Initializer initializer, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (inputs < 1) throw TrainingErrors.LengthBelow("Linear", "number of inputs", inputs, 1, nameof(inputs));
        if (outputs < 1) throw TrainingErrors.LengthBelow("Linear", "number of outputs", outputs, 1, nameof(outputs));
        Weight = Add("weight", new Parameter<T>("W" + name, [outputs, inputs]).Initialize(initializer, random));
        Bias = Add("bias", new Parameter<T>("b" + name, [outputs]));
    }

    /// <summary>A layer of given parameters: shared ones, saved ones, or without a bias.</summary>
    /// <param name="weight">W, of shape [outputs, inputs].</param>
    /// <param name="bias">b, of shape [outputs]; null for y = x Wᵀ.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public Linear(Parameter<T> weight, Parameter<T>? bias)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank != 2) throw TrainingErrors.LinearWeight(weight.Shape);
        if (bias is not null && bias.Shape != [weight.Shape[0]]) throw TrainingErrors.LinearBias(bias.Shape, weight.Shape);
        Weight = Add("weight", weight);
        if (bias is not null) Bias = Add("bias", bias);
    }

    /// <summary>W, of shape [outputs, inputs].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, of shape [outputs], or null where there is none.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>Records y = x Wᵀ + b.</summary>
    /// <param name="x">The input, of shape [..., inputs].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of shape [..., outputs].</returns>
    /// <exception cref="ArgumentException">The last length of the input is not the number of inputs.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Shape shape = x.Shape;
        if (shape.Rank == 0 || shape[^1] != Weight.Shape[1]) throw TrainingErrors.LinearInput(shape, Weight.Shape);
        Variable<T> product = x.MatMul(Watch(x.Tape, Weight).Transpose());
        return pass.Noted(this, Bias is null ? product : product + Watch(x.Tape, Bias));
    }

    /// <summary>The number of inputs and outputs.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"Linear {Weight.Shape[1]} → {Weight.Shape[0]}";
}
