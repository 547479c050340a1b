using System.Globalization;

namespace Autograd;

/// <summary>The wording of exceptions about operations that choose, move and order elements, in the style of <see cref="Errors"/>.</summary>
internal static class MovementErrors
{
    public static ArgumentException AlongShape(string operation, Shape x, Shape indices, int dimension) =>
        new($"{operation}: the indices have shape {indices}, the tensor {x}; all lengths must be the same but that of dimension {dimension}.", "indices");

    public static ArgumentException PlaceCount(string operation, int count, Shape shape) =>
        new($"{operation}: {count} indices were given for shape {shape}, which has {shape.Rank} dimensions; give one for each of the first of them, at least one.", "indices");

    public static ArgumentException SplitLengths(long sum, bool isNegative, int dimension, Shape shape) =>
        new(isNegative
            ? $"Split: a length below 0 was given for dimension {dimension} of shape {shape}; lengths are 0 or more."
            : $"Split: the lengths add up to {sum}, dimension {dimension} of shape {shape} has {shape[dimension]}. For parts of equal length use Chunk.", "lengths");

    public static ArgumentException NotMatrices(string operation, Shape shape) =>
        new($"{operation}: the tensor has shape {shape}; it must have two dimensions or more, those of matrices last.");

    public static ArgumentException NotVectors(string operation, Shape shape) =>
        new($"{operation}: a tensor has shape {shape}; it must be a vector, of shape [n].");

    public static ArgumentException Scalar(string operation) =>
        new($"{operation}: the tensor is a scalar, of shape []; it must have one dimension or more.");

    public static ArgumentException WindowOutOfRange(int size, int step, int dimension, Shape shape) =>
        new($"Unfold: windows of {size} elements in steps of {step} were asked for on dimension {dimension} of shape {shape}; size and step are 1 or more, and a window is no longer than the dimension.", "size");

    public static ArgumentException FoldOutOfRange(int length, int step, int dimension, Shape shape) =>
        new($"Fold: the windows of shape {shape}, along dimension {dimension} in steps of {step}, do not lie within 0..{length - 1L}; the last dimension is that of their elements.", "length");

    public static ArgumentException NotImages(string operation, Shape shape) =>
        new($"{operation}: the tensor has shape {shape}; it must be images, [..., channels, rows, columns].");

    public static ArgumentException LengthCount(string operation, int count, Shape shape) =>
        new($"{operation}: {count} lengths were given for shape {shape}, which has {shape.Rank} dimensions; give at most one for each.", "lengths");

    public static ArgumentException GridPoints(Shape points, Shape images) =>
        new($"GridSample: the points have shape {points}, the images {images}; points must be [{(images.Rank > 0 ? images[0] : 1)}, rows, columns, 2].", "points");

    public static InvalidOperationException SelectedCount(int count, int recorded) =>
        new($"MaskedSelect: the mask is not 0 in {count} places, but was in {recorded} when it was recorded. Record it again.");

    public static ArgumentException NoMultiple(string operation, string what, int given, long factor, Shape shape) =>
        new($"{operation}: shape {shape} has {given} {what}, which is no multiple of {factor}.", "factor");

    public static ArgumentOutOfRangeException RankOutOfRange(string operation, long place, int dimension, Shape shape, string parameter = "count") =>
        new(parameter, $"{operation}: {place} elements in order were asked for, dimension {dimension} of shape {shape} has {shape[dimension]}.");

    public static ArgumentOutOfRangeException Probability(string operation, double probability) =>
        new(nameof(probability), $"{operation}: the probability is {probability.ToString(CultureInfo.InvariantCulture)}; it must be from 0 to 1.");

    public static ArgumentOutOfRangeException NormOrder(double order) =>
        new(nameof(order), $"PNorm: the order is {order.ToString(CultureInfo.InvariantCulture)}; it must be above 0.");
}
