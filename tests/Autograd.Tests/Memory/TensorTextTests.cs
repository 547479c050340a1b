using System.Globalization;

namespace Autograd.Tests.Memory;

public class TensorTextTests
{
    [Fact]
    public void Few_elements_stand_on_one_line()
    {
        Assert.Equal("3.14159", Text([3.14159265]));
        Assert.Equal("[]", Text([], 0));
        Assert.Equal("[[], []]", Text([], 2, 0));
        Assert.Equal("[[-0.047947, -0.0958941], [0.0224396, 0.0448793], [-0.0221058, -0.0442116]]", Text([-0.047947, -0.0958941, 0.0224396, 0.0448793, -0.0221058, -0.0442116], 3, 2));
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", Counted(10));
    }

    [Fact]
    public void A_long_vector_shows_its_ends() => Assert.Equal("[0, 1, 2, 3, …, 96, 97, 98, 99]", Counted(100));

    [Fact]
    public void A_large_matrix_is_aligned_row_by_row()
    {
        Assert.Equal(
            """
            [[   0,    1,    2,    3, …,    8,    9,   10,   11],
             [  12,   13,   14,   15, …,   20,   21,   22,   23],
             [  24,   25,   26,   27, …,   32,   33,   34,   35],
             [  36,   37,   38,   39, …,   44,   45,   46,   47],
             …,
             [1152, 1153, 1154, 1155, …, 1160, 1161, 1162, 1163],
             [1164, 1165, 1166, 1167, …, 1172, 1173, 1174, 1175],
             [1176, 1177, 1178, 1179, …, 1184, 1185, 1186, 1187],
             [1188, 1189, 1190, 1191, …, 1196, 1197, 1198, 1199]]
            """,
            Counted(100, 12));
    }

    [Fact]
    public void Matrices_are_set_apart()
    {
        Assert.Equal(
            """
            [[[ 0,  1,  2,  3,  4,  5],
              [ 6,  7,  8,  9, 10, 11]],

             [[12, 13, 14, 15, 16, 17],
              [18, 19, 20, 21, 22, 23]],

             …,

             [[36, 37, 38, 39, 40, 41],
              [42, 43, 44, 45, 46, 47]],

             [[48, 49, 50, 51, 52, 53],
              [54, 55, 56, 57, 58, 59]]]
            """,
            Counted(5, 2, 6));
    }

    /// <summary>Whatever the rank, the text is no longer than four matrices of ten rows.</summary>
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1000, 1000)]
    [InlineData(40, 40, 40)]
    [InlineData(20, 20, 20, 20)]
    [InlineData(12, 12, 11, 11, 11)]
    [InlineData(4, 4, 4, 4, 4, 4, 4, 4)]
    public void Its_length_is_bounded(params int[] lengths)
    {
        string text = Counted(lengths);
        Assert.InRange(text.Length, 20, 4000);
        Assert.InRange(text.Split('\n').Length, 1, 60);
        Assert.Equal(text.Count(c => c == '['), text.Count(c => c == ']'));
    }

    [Fact]
    public void A_zero_has_no_sign()
    {
        Assert.Equal("[0, 0, -1E-300]", Text([-0.0, 0, -1e-300], 3));
        Assert.Equal("[0.00, NaN, -Infinity]", TensorText.Of<float>([-0f, float.NaN, float.NegativeInfinity], [3], "0.00", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Where_a_comma_separates_decimals_a_semicolon_separates_elements()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        Assert.Equal("[[0,50; 1,25]; [2,00; 3,00]]", TensorText.Of<double>([0.5, 1.25, 2, 3], [2, 2], "0.00", comma));
    }

    private static string Counted(params int[] lengths) => Text([.. Enumerable.Range(0, lengths.Aggregate(1, (a, b) => a * b)).Select(i => (double)i)], lengths);

    private static string Text(double[] values, params int[] lengths) =>
        TensorText.Of<double>(values, new Shape([.. lengths.Select(n => (nint)n)]), "G6", CultureInfo.InvariantCulture).ReplaceLineEndings("\n");
}
