using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where the pixels with given columns and rows lie among those of all images one behind the other; what lies outside is put to the border. Indices have no
/// derivative: cotangents stop here.
/// </summary>
/// <param name="Rows">The rows of an image.</param>
/// <param name="Columns">The columns of an image.</param>
internal readonly record struct PixelOperation<T>(int Rows, int Columns) : IKernelOperation<PixelOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Pixel";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(PixelOperation<T> operation) => Notation.Function("pixel").WithAttributes(Notation.Text(operation.Rows), Notation.Text(operation.Columns)).ConstantIn(0, 1)
        .Explained("pixel(x, y, m, n)", "where the pixels in columns x and rows y of images of m rows and n columns lie, counted through all images");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    static bool IKernelOperation<PixelOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) =>
        operands[0] == operands[1] && operands[0].Rank > 0 ? operands[0] : throw Errors.ShapesDiffer(Name, "the columns", operands[0], "the rows", operands[1]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Span<int> pixels = MemoryMarshal.Cast<T, int>(destination)[..destination.Length];
        if (pixels.IsEmpty) return;
        ReadOnlySpan<T> columns = operands[0].Span, rows = operands[1].Span;
        int perImage = pixels.Length / operands[0].Shape[0];
        for (int i = 0; i < pixels.Length; i++)
        {
            int row = Math.Clamp(int.CreateSaturating(rows[i]), 0, Rows - 1), column = Math.Clamp(int.CreateSaturating(columns[i]), 0, Columns - 1);
            pixels[i] = (((i / perImage * Rows) + row) * Columns) + column;
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Images sampled at given points, by bilinear interpolation, zeros outside; with derivatives by the images and by the points. PyTorch's
        /// <c>grid_sample</c>; spatial transformers.
        /// </summary>
        /// <param name="points">
        /// For each image where to sample it, [n, rows, columns, 2]: first how far across, then how far down, −1 being one end of the image and 1 the other.
        /// </param>
        /// <param name="alignCorners">Whether −1 and 1 are the centers of the outermost pixels, else their outer edges.</param>
        /// <returns>A node [n, channels, rows, columns].</returns>
        /// <exception cref="ArgumentException">This node is not [n, channels, h, w] with pixels, or the points are not [n, rows, columns, 2].</exception>
        /// <example><code>
        /// var turned = images.GridSample(points.MatMul(rotation));      // points [n, h, w, 2], rotation [2, 2]
        /// </code></example>
        public Variable<T> GridSample(Variable<T> points, bool alignCorners = false)
        {
            Shape shape = x.Shape, given = x.Tape.NodeOf(points, "GridSample").Shape;
            if (shape.Rank != 4 || shape[2] == 0 || shape[3] == 0) throw MovementErrors.NotImages("GridSample", shape);
            if (given.Rank != 4 || given[0] != shape[0] || given[3] != 2) throw MovementErrors.GridPoints(given, shape);
            int rows = shape[2], columns = shape[3];
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> pixels = x.Permute(0, 2, 3, 1).Reshape([shape[0] * rows * columns, shape[1]]);
            Variable<T> across = PlaceOf(points.At(3, 0), columns, alignCorners), down = PlaceOf(points.At(3, 1), rows, alignCorners);
            Variable<T> left = across.Floor(), top = down.Floor(), toRight = across - left, toBottom = down - top;
            Variable<T> right = left + T.One, bottom = top + T.One, toLeft = T.One - toRight, toTop = T.One - toBottom;
            Variable<T> sum = Corner(pixels, left, top, toLeft * toTop, rows, columns)
                + Corner(pixels, right, top, toRight * toTop, rows, columns)
                + Corner(pixels, left, bottom, toLeft * toBottom, rows, columns)
                + Corner(pixels, right, bottom, toRight * toBottom, rows, columns);
            return attempt.Keep(sum.Permute(0, 3, 1, 2));
        }
    }

    /// <summary>From −1 to 1 to pixels counted from 0.</summary>
    private static Variable<T> PlaceOf<T>(Variable<T> points, int length, bool alignCorners)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (points * T.CreateSaturating((alignCorners ? length - 1 : length) * 0.5)) + T.CreateSaturating((length - 1) * 0.5);

    /// <summary>What one of the four pixels around each point contributes; nothing where it lies outside.</summary>
    private static Variable<T> Corner<T>(Variable<T> pixels, Variable<T> column, Variable<T> row, Variable<T> share, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> isInside = (column >= T.Zero) * (column <= T.CreateSaturating(columns - 1)) * (row >= T.Zero) * (row <= T.CreateSaturating(rows - 1));
        var places = new Indices<T>(column.Apply(new PixelOperation<T>(rows, columns), row));
        return pixels.Tape.Where(isInside.Unsqueeze(3), pixels.Apply(new GatherOperation<T>(0), places) * share.Unsqueeze(3), T.Zero);
    }
}
