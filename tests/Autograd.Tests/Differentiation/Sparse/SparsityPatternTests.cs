using System.Xml.Linq;

namespace Autograd.Tests.Differentiation.Sparse;

public class SparsityPatternTests
{
    [Fact]
    public void Entries_in_any_order_are_rows_in_order()
    {
        SparsityPattern pattern = SparsityPattern.FromEntries(3, 4, [(2, 3), (0, 1), (2, 0), (0, 1)]);
        Assert.Equal([0, 1, 1, 3], pattern.RowStarts);
        Assert.Equal([1, 0, 3], pattern.ColumnIndices);
        Assert.Equal([0, 3], pattern.Row(2));
        Assert.True(pattern.Contains(2, 3) && !pattern.Contains(1, 3));
        Assert.Equal("3 × 4, 3 entries (25 %)", pattern.ToString());
        SparsityPattern same = new(3, 4, pattern.RowStarts, pattern.ColumnIndices), transposed = pattern.Transpose();
        Assert.Equal(pattern.RowStarts, same.RowStarts);
        Assert.Equal([0, 1, 2, 2, 3], transposed.RowStarts);
        Assert.Equal([2, 0, 2], transposed.ColumnIndices);
        Assert.Equal(pattern.ColumnIndices, transposed.Transpose().ColumnIndices);
    }

    [Fact]
    public void Both_sides_of_a_diagonal_are_put_together()
    {
        SparsityPattern pattern = SparsityPattern.FromEntries(3, 3, [(0, 0), (0, 2), (1, 2), (2, 1)]).Symmetrized();
        Assert.Equal([0, 2, 3, 5], pattern.RowStarts);
        Assert.Equal([0, 2, 2, 0, 1], pattern.ColumnIndices);
        Assert.Same(pattern, pattern.Symmetrized());
    }

    [Fact]
    public void What_is_no_pattern_is_refused()
    {
        Assert.Contains("-1 rows", Assert.Throws<ArgumentException>(() => SparsityPattern.FromEntries(-1, 2, [])).Message, StringComparison.Ordinal);
        Assert.Contains("row 0 and column 2", Assert.Throws<ArgumentException>(() => SparsityPattern.FromEntries(2, 2, [(0, 2)])).Message, StringComparison.Ordinal);
        Assert.Contains("row 0 and column 5", Assert.Throws<ArgumentException>(() => new SparsityPattern(1, 2, [0, 1], [5])).Message, StringComparison.Ordinal);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => new SparsityPattern(1, 3, [0, 2], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparsityPattern(int.MaxValue, 3, [0, 2], [0, 1]));
        foreach (int[] starts in (int[][])[[], [0], [0, 1], [1, 1, 2], [0, 3, 2], [0, 1, 1]])
        {
            Assert.Contains("row starts", Assert.Throws<ArgumentException>(() => new SparsityPattern(2, 3, starts, [0, 1])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => SparsityPattern.FromEntries(2, 2, []).Row(2));
    }

    [Fact]
    public void A_picture_has_a_square_for_each_entry_and_a_darker_one_for_a_fuller_block()
    {
        XElement small = XElement.Parse(SparsityPattern.FromEntries(3, 4, [(2, 3), (0, 1), (2, 0)]).ToSvg());
        XElement[] squares = [.. small.Descendants().Where(element => element.Parent!.Name.LocalName == "g")];
        Assert.Equal(["96, 0", "0, 192", "288, 192"], squares.Select(square => $"{square.Attribute("x")!.Value}, {square.Attribute("y")!.Value}"));

        XElement large = XElement.Parse(SparsityPattern.FromEntries(1000, 1000, [(0, 0), (999, 998), (999, 999)]).ToSvg());
        double[] shares = [.. large.Descendants().Where(element => element.Parent!.Name.LocalName == "g").Select(square => (double)square.Attribute("opacity")!)];
        Assert.True(shares is [> 0.2 and < 1, _] && shares[1] > shares[0]);
        Assert.Contains("1000 × 1000, 3 entries (0.0003 %)", large.Value, StringComparison.Ordinal);
        XElement.Parse(SparsityPattern.FromEntries(0, 0, []).ToSvg());
    }
}
