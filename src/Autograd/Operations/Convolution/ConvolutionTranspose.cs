using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The transpose of a convolution, in one dimension, two or three: each element of x times the kernel, added into the window of the result that it
        /// stands for. Lengths [N, C, H, W] and [C, O/groups, kH, kW] give [N, O, oH, oW], where oH = (H − 1) stride − 2 padding + dilation (kH − 1) + 1
        /// + outputPadding; without the heights it is one-dimensional, with depths before them three-dimensional. It makes images larger by the stride.
        /// PyTorch's <c>conv_transpose</c>, Keras' <c>Conv2DTranspose</c>.
        /// </summary>
        /// <param name="weight">The kernels from each input channel.</param>
        /// <param name="stride">The distance from one window to the next, 1 or more.</param>
        /// <param name="padding">How many elements of the result are cut off on either side, 0 or more.</param>
        /// <param name="outputPadding">How many elements more the result has at its end, where a convolution with this stride would leave some over: from 0 to the stride − 1.</param>
        /// <param name="dilation">The distance between the elements of a window, 1 or more.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The sums over all windows.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or nothing is left of the result within its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, a negative padding, or more output padding than that.</exception>
        /// <example><code>
        /// var twice = features.ConvolutionTranspose(kernels, stride: 2, padding: 1, outputPadding: 1);      // 3 × 3 kernels: [N, C, H, W] to [N, O, 2H, 2W]
        /// </code></example>
        public Variable<T> ConvolutionTranspose(Variable<T> weight, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1)
        {
            var window = new ConvolutionWindow(stride, padding, dilation);
            return x.Rank == 5
                ? x.ConvolutionTranspose(weight, window, window, window, (outputPadding, outputPadding, outputPadding), groups)
                : x.ConvolutionTranspose(weight, window, window, (outputPadding, outputPadding), groups);
        }

        /// <summary>The transpose of a convolution whose kernel moves down in another way than across. Lengths as with one way.</summary>
        /// <param name="weight">The kernels from each input channel.</param>
        /// <param name="height">How the kernel moves down; of no effect with one dimension.</param>
        /// <param name="width">How the kernel moves across.</param>
        /// <param name="outputPadding">How many elements more the result has down and across, each from 0 to the stride − 1.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The sums over all windows.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or nothing is left of the result within its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, a negative padding, or more output padding than that.</exception>
        public Variable<T> ConvolutionTranspose(
            Variable<T> weight, ConvolutionWindow height, ConvolutionWindow width, (int Height, int Width) outputPadding = default, int groups = 1)
        {
            Shape kernels = x.Tape.NodeOf(weight, "ConvolutionTranspose").Shape;
            if (x.Rank is not (3 or 4) || kernels.Rank != x.Rank) throw ConvolutionErrors.TransposeRanks(x.Shape, kernels);
            ConvolutionErrors.CheckTranspose(x.Shape, kernels, groups);
            int down = x.Rank == 4 ? height.CountElements(x.Shape[2], kernels[2], outputPadding.Height, "height") : 1;
            int across = width.CountElements(x.Shape[^1], kernels[^1], outputPadding.Width, "width");
            return x.Apply(new ConvolutionInputGradientOperation<T>(height, width, groups, down, across), weight);
        }

        /// <summary>
        /// The transpose of a convolution of volumes: [N, C, D, H, W] and [C, O/groups, kD, kH, kW] give [N, O, oD, oH, oW]. Computed as one in two dimensions, of
        /// which each image gives kD slices, which are added up.
        /// </summary>
        /// <param name="weight">The kernels from each input channel.</param>
        /// <param name="depth">How the kernel moves from slice to slice.</param>
        /// <param name="height">How the kernel moves down.</param>
        /// <param name="width">How the kernel moves across.</param>
        /// <param name="outputPadding">How many elements more the result has in each dimension, from 0 to the stride − 1.</param>
        /// <param name="groups">How many groups of channels are kept apart; it divides C and O.</param>
        /// <returns>The sums over all windows.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit together, or nothing is left of the result within its padding.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups below 1, a negative padding, or more output padding than that.</exception>
        public Variable<T> ConvolutionTranspose(
            Variable<T> weight, ConvolutionWindow depth, ConvolutionWindow height, ConvolutionWindow width,
            (int Depth, int Height, int Width) outputPadding = default, int groups = 1)
        {
            Shape kernels = x.Tape.NodeOf(weight, "ConvolutionTranspose").Shape, volumes = x.Shape;
            if (volumes.Rank != 5 || kernels.Rank != 5) throw ConvolutionErrors.TransposeRanks(volumes, kernels);
            ConvolutionErrors.CheckTranspose(volumes, kernels, groups);
            int slices = depth.CountElements(volumes[2], kernels[2], outputPadding.Depth, "depth");
            nint rows = height.CountElements(volumes[3], kernels[3], outputPadding.Height, "height");
            nint columns = width.CountElements(volumes[4], kernels[4], outputPadding.Width, "width");
            var geometry = new VolumeGeometry("ConvolutionTranspose", [volumes[0], (nint)kernels[1] * groups, slices, rows, columns], kernels, depth, height, width, groups);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> parts = x.ToImages().ConvolutionTranspose(weight.Flatten(1, 2), height, width, (outputPadding.Height, outputPadding.Width), groups);
            return attempt.Keep(parts.FromSlices(in geometry));
        }
    }
}
