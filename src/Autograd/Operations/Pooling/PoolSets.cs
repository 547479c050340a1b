namespace Autograd;

/// <summary>What the elements of poolings and of their adjoints depend on.</summary>
internal static class PoolSets
{
    /// <summary>Of each window all its elements.</summary>
    public static IndexSets Windows(IndexSets x, in PoolGeometry geometry) =>
        x.Reshape(((int)geometry.Planes, geometry.Height, geometry.Width)).Along(1, Down(in geometry)).Along(2, Across(in geometry)).Reshape(geometry.Result);

    /// <summary>Of each element all windows that it is in.</summary>
    public static IndexSets Elements(IndexSets y, Shape shape, in PoolGeometry geometry) =>
        y.Reshape(((int)geometry.Planes, (int)geometry.OutputHeight, (int)geometry.OutputWidth))
            .Along(1, Down(in geometry).Transposed(geometry.Height)).Along(2, Across(in geometry).Transposed(geometry.Width)).Reshape(shape);

    private static Relation Down(in PoolGeometry geometry) => Reads(geometry.Vertical, (int)geometry.OutputHeight, geometry.Height);

    private static Relation Across(in PoolGeometry geometry) => Reads(geometry.Horizontal, (int)geometry.OutputWidth, geometry.Width);

    private static Relation Reads(PoolWindow window, int windows, int length) => Relation.Of(windows, i =>
    {
        var (first, end) = window.Bounds(i, length);
        return Enumerable.Range(0, (int)window.CountElements(first, end)).Select(k => (int)first + (k * window.Dilation));
    });
}
