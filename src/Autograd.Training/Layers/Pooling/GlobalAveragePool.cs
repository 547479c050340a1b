using System.Numerics;

namespace Autograd;

/// <summary>The layer of the mean of each channel over all dimensions after it, which become 1 long: [N, C, H, W] gives [N, C, 1, 1]. A <see cref="Flatten{T}"/> behind makes [N, C] of it.</summary>
/// <remarks>Elsewhere <c>torch.nn.AdaptiveAvgPool2d(1)</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class GlobalAveragePool<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Records the means.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of shape [examples, channels, ...1].</returns>
    /// <exception cref="ArgumentException">The input has another rank or no elements to pool.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => pass.Noted(this, x.GlobalAveragePool());
}
