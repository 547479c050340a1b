using System.Globalization;
using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>The elements of a tensor as text: nested brackets, six significant digits, long dimensions cut in the middle.</summary>
internal static class TensorText
{
    private const int Shown = 8;

    public static string Of<T>(ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged, INumber<T>
    {
        var text = new StringBuilder();
        Append(text, values, shape, 0);
        return text.ToString();
    }

    private static void Append<T>(StringBuilder text, ReadOnlySpan<T> values, Shape shape, int dimension)
        where T : unmanaged, INumber<T>
    {
        if (dimension == shape.Rank)
        {
            text.Append(values[0].ToString("G6", CultureInfo.InvariantCulture));
            return;
        }

        int length = shape[dimension], inner = length == 0 ? 0 : values.Length / length;
        text.Append('[');
        for (int i = 0; i < length; i++)
        {
            if (i > 0) text.Append(", ");
            if (length > Shown && i == Shown / 2)
            {
                text.Append('…');
                i = length - (Shown / 2);
                text.Append(", ");
            }

            Append(text, values.Slice(i * inner, inner), shape, dimension + 1);
        }

        text.Append(']');
    }
}
