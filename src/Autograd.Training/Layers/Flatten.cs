using System.Numerics;

namespace Autograd;

/// <summary>The elements of each example in one row: [N, C, H, W] gives [N, C · H · W]. It stands before a <see cref="Linear{T}"/>.</summary>
/// <remarks><c>x.Flatten(1)</c> as a layer; elsewhere <c>torch.nn.Flatten</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Flatten<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Records a view.</summary>
    /// <param name="x">The input, of shape [examples, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of shape [examples, elements].</returns>
    /// <exception cref="ArgumentException">The input has fewer than two dimensions.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => pass.Noted(this, x.Flatten(1));
}
