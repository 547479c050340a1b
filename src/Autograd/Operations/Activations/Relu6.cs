using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>min(max(x, 0), 6), element by element, with slope 0 at 0 and at 6.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Elsewhere <c>torch.nn.ReLU6</c>, <c>jax.nn.relu6</c>.</remarks>
        /// <example><code>tape.Variable([-1.0, 3, 8], [3]).Relu6()   // 0, 3, 6</code></example>
        public Variable<T> Relu6() => x.Apply(new HardTanhOperation<T>(T.Zero, T.CreateSaturating(6)));
    }
}
