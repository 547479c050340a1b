namespace Autograd.Examples;

public class BrailleImagesTests
{
    [Fact]
    public void Ink_IsADotAtItsPlace_AndCaptionsStandBelow()
    {
        float[] first = new float[25], second = new float[25];
        first[0] = 0.5f;
        first[1] = 0.49f;
        first[24] = 1;
        Array.Fill(second, 1);
        Assert.Equal(["⠁    ⣿⣿⡇", "  ⠁  ⠉⠉⠁", "a    b"], BrailleImages.Beside([first, second], ["a", "b"]));
        Assert.Empty(BrailleImages.Beside([], []));
    }
}
