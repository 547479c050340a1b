using System.Text;

namespace Autograd.Examples;

public class PortableImageTests
{
    [Fact]
    public void AllFormats_AreRead_WithComments()
    {
        Assert.Equal([0, 0.5f, 1, 0.25f], Pixels("P2\n# a comment\n2 2 # another\n4\n0 2\n4 1\n"));
        Assert.Equal([0, 1f, 0.2f], Pixels("P5 3 1 255\n", 0, 255, 51));
        Assert.Equal([256 / 65535f, 1], Pixels("P5\n2 1\n65535\n", 1, 0, 255, 255));
        Assert.Equal([0.2126f, 0.7152f, 0.0722f, 1], Pixels("P6\n2 2\n1\n", 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([0.7152f], Pixels("P3 1 1 9 0 9 0"));
    }

    [Theory]
    [InlineData("", "It begins with none of P2, P3, P5, P6; a PGM or PPM file is expected.")]
    [InlineData("P4 1 1 ", "It begins with none of P2")]
    [InlineData("P2 2", "At byte 4 is ''; a number is expected.")]
    [InlineData("P2 x", "At byte 3 is 'x'; a number is expected.")]
    [InlineData("P2 1 1 1 -1", "At byte 9 is '-'; a number is expected.")]
    [InlineData("P5 0 4 255 ", "It has 0 columns and 4 rows; from 1 to 67,108,864 pixels are expected.")]
    [InlineData("P5 99999 99999 255 ", "It has 99999 columns and 99999 rows;")]
    [InlineData("P5 1 1 0 ", "Its white is 0; a number from 1 to 65535 is expected.")]
    [InlineData("P5 2 2 255 abc", "It has 3 bytes of pixels; 4 are expected.")]
    [InlineData("P6 1 1 300 abc", "It has 3 bytes of pixels; 6 are expected.")]
    [InlineData("P5 1 1 255", "It has 0 bytes of pixels; 1 are expected.")]
    public void OtherBytes_AreRefused(string text, string complaint)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => PortableImage.Parse(Encoding.Latin1.GetBytes(text)));
        Assert.StartsWith(complaint, error.Message, StringComparison.Ordinal);
    }

    private static float[] Pixels(string text, params byte[] bytes) => PortableImage.Parse([.. Encoding.Latin1.GetBytes(text), .. bytes]).Pixels.ToArray();
}
