namespace Autograd.Training.Tests.Data;

public class RowCopyingTests
{
    private static ReadOnlySpan<int> Table => [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Rows_are_copied_in_the_order_named()
    {
        var destination = new int[7];
        Table.CopyRows(2, [2, 0, 2], destination);
        Assert.Equal([5, 6, 1, 2, 5, 6, 0], destination);
        Table.CopyRows(1, [5, 0], destination);
        Assert.Equal([6, 1, 1, 2, 5, 6, 0], destination);
    }

    [Fact]
    public void Bad_arguments_are_refused_and_nothing_is_copied()
    {
        var destination = new int[4];
        Assert.Throws<ArgumentException>(() => Table.CopyRows(4, [0], destination));
        Assert.Throws<ArgumentException>(() => Table.CopyRows(2, [0, 1, 2], destination));
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.CopyRows(0, [0], destination));
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.CopyRows(2, [0, -1], destination));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Table.CopyRows(2, [0, 3], destination));
        Assert.StartsWith("CopyRows: row 3 at position 1 is outside 0..2.", error.Message, StringComparison.Ordinal);
        Assert.Equal(new int[4], destination);
    }
}
