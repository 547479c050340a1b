namespace Autograd.Training.Tests.Optimizers;

internal static class Recording
{
    /// <summary>Records J = Σ g θ, so that the gradient of θ is g.</summary>
    public static Gradients<T> Gradient<T>(Tape<T> tape, Parameter<T> parameter, params T[] gradient)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        tape.Reset();
        return (tape.Watch(parameter) * tape.Constant(gradient, parameter.Shape)).Sum().Backward();
    }
}
