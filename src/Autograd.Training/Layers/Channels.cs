using System.Numerics;

namespace Autograd;

/// <summary>Numbers of channels, dimension 1 of what a layer is given.</summary>
internal static class Channels
{
    extension<T>(Variable<T> vector)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>A vector of the channels with lengths of 1 behind, so that it is broadcast to tensors of a rank.</summary>
        public Variable<T> PerChannel(int rank)
        {
            Span<nint> lengths = stackalloc nint[rank - 1];
            lengths.Fill(1);
            lengths[0] = vector.Shape[0];
            return vector.Reshape(new Shape(lengths));
        }
    }
}
