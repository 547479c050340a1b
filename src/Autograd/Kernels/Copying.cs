namespace Autograd;

internal static class Copying
{
    public static void Copy<T>(scoped in Strided<T> source, Span<T> destination)
        where T : unmanaged
    {
        var walk = new Walk<T>(source);
        for (int i = 0; i < destination.Length; i++) destination[i] = walk.Next();
    }

    public static void CopyInto<T>(scoped in Strided<T> source, Span<T> destination, in Layout destinationLayout, int offset)
        where T : unmanaged
    {
        var walk = new Walk<T>(source);
        var index = new DimensionValues();
        Shape shape = source.Shape;
        for (int i = 0; i < shape.ElementCount; i++)
        {
            destination[offset] = walk.Next();
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                offset += destinationLayout.Strides[d];
                if (++index[d] < shape[d]) break;
                offset -= destinationLayout.Strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }
}
