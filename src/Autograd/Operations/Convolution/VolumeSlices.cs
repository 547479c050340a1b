using System.Numerics;

namespace Autograd;

/// <summary>How volumes become the images of a convolution in two dimensions, and images volumes: see <see cref="VolumeGeometry"/>.</summary>
internal static class VolumeSlices
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Volumes [N, C, D, H, W] as images [N · oD, C · kD, H, W]: for each slice of the result the slices that its windows read.</summary>
        internal Variable<T> ToSlices(in VolumeGeometry geometry)
        {
            ConvolutionWindow depth = geometry.Depth;
            if (depth.Padding > 0) x = x.Pad(2, depth.Padding, depth.Padding);
            x = x.Unfold(2, geometry.Span, depth.Stride);
            if (depth.Dilation > 1) x = x.Slice(-1, 0, geometry.KernelDepth, depth.Dilation);
            x = x.Permute(0, 2, 1, 5, 3, 4);
            return x.Reshape((nint)geometry.Batch * geometry.OutputDepth, (nint)geometry.Channels * geometry.KernelDepth, geometry.Height, geometry.Width);
        }

        /// <summary>The transpose of <see cref="ToSlices"/>: images added up to volumes.</summary>
        internal Variable<T> FromSlices(in VolumeGeometry geometry)
        {
            ConvolutionWindow depth = geometry.Depth;
            x = x.Reshape(geometry.Batch, geometry.OutputDepth, geometry.Channels, geometry.KernelDepth, geometry.Height, geometry.Width).Permute(0, 2, 1, 4, 5, 3);
            if (depth.Dilation > 1) x = x.Apply(new EmbedOperation<T>(5, 0, depth.Dilation, geometry.Span));
            x = x.Fold(2, geometry.Slices + (2 * depth.Padding), depth.Stride);
            return depth.Padding > 0 ? x.Slice(2, depth.Padding, geometry.Slices) : x;
        }

        /// <summary>Volumes [N, C, D, H, W] as images [N · D, C, H, W].</summary>
        internal Variable<T> ToImages() => x.Permute(0, 2, 1, 3, 4).Flatten(0, 1);

        /// <summary>Images [N · oD, O, oH, oW] as volumes [N, O, oD, oH, oW].</summary>
        internal Variable<T> FromImages(in VolumeGeometry geometry) =>
            x.Reshape(geometry.Batch, geometry.OutputDepth, x.Shape[1], x.Shape[2], x.Shape[3]).Permute(0, 2, 1, 3, 4);
    }
}
