namespace Autograd.Examples.Mnist;

/// <summary>Makes of a photograph or scan of a digit what the images of MNIST are: light ink, 20 pixels high or wide, its center of mass in the pixel behind the middle of 28×28.</summary>
internal static class OwnImages
{
    private const int Box = 20;
    private const float LeastInk = 0.1f;
    private const double Center = (MnistImages.Side / 2) + 0.5;

    /// <summary>The ink of an image, whether it is dark on light or light on dark.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static float[] ToDigit(PortableImage image)
    {
        var (ink, isInk) = Ink(image);
        int left = image.Width, right = -1, top = image.Height, bottom = -1;
        for (int k = 0; k < ink.Length; k++)
        {
            if (ink[k] < LeastInk) continue;
            var (row, column) = Math.DivRem(k, image.Width);
            (left, right, top, bottom) = (Math.Min(left, column), Math.Max(right, column), Math.Min(top, row), Math.Max(bottom, row));
        }

        if (!isInk || right < 0) throw new InvalidDataException("It is of one shade; a digit on paper is expected.");
        double scale = Math.Max(right - left + 1, bottom - top + 1) / (double)Box, x = 0, y = 0, sum = 0;
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                float here = ink[(row * image.Width) + column];
                (x, y, sum) = (x + (here * (column + 0.5)), y + (here * (row + 0.5)), sum + here);
            }
        }

        float[] digit = new float[MnistImages.PixelCount];
        for (int k = 0; k < digit.Length; k++)
        {
            var (row, column) = Math.DivRem(k, MnistImages.Side);
            double fromX = (x / sum) + ((column - Center) * scale), fromY = (y / sum) + ((row - Center) * scale);
            digit[k] = Mean(ink, image, fromX, fromX + scale, fromY, fromY + scale);
        }

        return digit;
    }

    /// <summary>From 0 (paper) to 1 (the strongest ink); paper is what lies along the border.</summary>
    private static (float[] Ink, bool IsInk) Ink(PortableImage image)
    {
        float[] shades = image.Pixels.ToArray();
        float darkest = shades.Min(), lightest = shades.Max();
        float border = shades.Where((_, k) => k % image.Width == 0 || k % image.Width == image.Width - 1 || k / image.Width == 0 || k / image.Width == image.Height - 1).Average();
        bool isDarkOnLight = border > (darkest + lightest) / 2;
        if (lightest - darkest < 0.05f) return (shades, false);
        return (Array.ConvertAll(shades, shade => (isDarkOnLight ? lightest - shade : shade - darkest) / (lightest - darkest)), true);
    }

    /// <summary>The mean over a rectangle, of pixels that it cuts the part that lies in it; 0 outside of the image.</summary>
    private static float Mean(float[] ink, PortableImage image, double left, double right, double top, double bottom)
    {
        double sum = 0;
        for (int row = Math.Max(0, (int)Math.Floor(top)); row < Math.Min(image.Height, bottom); row++)
        {
            double high = Math.Min(row + 1, bottom) - Math.Max(row, top);
            for (int column = Math.Max(0, (int)Math.Floor(left)); column < Math.Min(image.Width, right); column++)
                sum += high * (Math.Min(column + 1, right) - Math.Max(column, left)) * ink[(row * image.Width) + column];
        }

        return (float)(sum / ((right - left) * (bottom - top)));
    }
}
