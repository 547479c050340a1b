namespace Autograd.Examples.Mnist;

/// <summary>Images that are a little different each time: turned about their center by up to 10 degrees, and moved by up to two pixels each way.</summary>
internal sealed class MovedImages(MnistImages images) : IDataSet<float, int>
{
    private const double LargestAngle = 10 * Math.PI / 180;
    private const double LargestShift = 2;

    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public Shape InputShape => images.InputShape;

    /// <inheritdoc/>
    public Shape TargetShape => images.TargetShape;

    /// <inheritdoc/>
    public void Copy(int example, RandomGenerator random, Span<float> input, Span<int> target)
    {
        target[0] = images.Label(example);
        double angle = Between(random, LargestAngle);
        Move(images.Pixels(example), angle, Between(random, LargestShift), Between(random, LargestShift), input);
    }

    /// <summary>Each pixel is what lies, in the image as it was, where a turn by the angle and the shift lead to; between pixels, the mean of the four around.</summary>
    public static void Move(ReadOnlySpan<float> image, double angle, double right, double down, Span<float> moved)
    {
        const double center = (MnistImages.Side - 1) / 2.0;
        var (sin, cos) = Math.SinCos(angle);
        for (int row = 0, k = 0; row < MnistImages.Side; row++)
        {
            for (int column = 0; column < MnistImages.Side; column++, k++)
            {
                double x = column - center, y = row - center;
                moved[k] = At(image, (cos * x) - (sin * y) + center + right, (sin * x) + (cos * y) + center + down);
            }
        }
    }

    private static float At(ReadOnlySpan<float> image, double x, double y)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        float across = (float)(x - left), down = (float)(y - top);
        float above = (Pixel(image, left, top) * (1 - across)) + (Pixel(image, left + 1, top) * across);
        float below = (Pixel(image, left, top + 1) * (1 - across)) + (Pixel(image, left + 1, top + 1) * across);
        return (above * (1 - down)) + (below * down);
    }

    private static float Pixel(ReadOnlySpan<float> image, int column, int row) =>
        (uint)column < MnistImages.Side && (uint)row < MnistImages.Side ? image[(row * MnistImages.Side) + column] : 0;

    private static double Between(RandomGenerator random, double bound) => ((2 * random.NextUniform()) - 1) * bound;
}
