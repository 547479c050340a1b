namespace Autograd.Examples.Digits;

public class DrawingTests
{
    [Fact]
    public void Beside_DrawsTwoCharactersForAPixel_AndCaptionsBelow()
    {
        float[] first = new float[64], second = new float[64];
        (first[0], first[1], first[2], first[3], first[4]) = (1, 12 / 16f, 8 / 16f, 4 / 16f, 1 / 16f);
        second[63] = 1;
        string[] lines = Drawing.Beside([first, second], [["a", "b"], ["c", "d"]]);
        Assert.Equal(10, lines.Length);
        Assert.Equal("██▓▓▒▒░░░░", lines[0]);
        Assert.Equal(new string(' ', 16 + 3 + 14) + "██", lines[7]);
        Assert.Equal("a" + new string(' ', 18) + "c", lines[8]);
    }
}
