using System.Numerics;

namespace Autograd;

internal static class Gathering
{
    public static void Gather<T>(scoped in Strided<T> source, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged
    {
        Shape shape = source.Shape;
        var (outer, length, inner) = Split(shape, dimension);
        T[] values = new T[shape.ElementCount];
        Copying.Copy(source, values);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                values.AsSpan(((o * length) + indices[i]) * inner, inner).CopyTo(destination.Slice(((o * indices.Length) + i) * inner, inner));
            }
        }
    }

    public static void ScatterAdd<T>(ReadOnlySpan<T> updates, ReadOnlySpan<int> indices, int dimension, Shape destinationShape, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (outer, length, inner) = Split(destinationShape, dimension);
        destination.Clear();
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                for (int k = 0; k < inner; k++) destination[(((o * length) + indices[i]) * inner) + k] += updates[(((o * indices.Length) + i) * inner) + k];
            }
        }
    }

    /// <summary>y[o, i] = x[o, indices[o, i], i].</summary>
    public static void Pick<T>(ReadOnlySpan<T> x, Shape shape, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged
    {
        var (_, length, inner) = Split(shape, dimension);
        for (int j = 0; j < destination.Length; j++) destination[j] = x[(((j / inner * length) + indices[j]) * inner) + (j % inner)];
    }

    /// <summary>y[o, indices[o, i], i] = x[o, i], 0 elsewhere.</summary>
    public static void Place<T>(ReadOnlySpan<T> x, Shape destinationShape, int dimension, ReadOnlySpan<int> indices, Span<T> destination)
        where T : unmanaged
    {
        var (_, length, inner) = Split(destinationShape, dimension);
        destination.Clear();
        for (int j = 0; j < x.Length; j++) destination[(((j / inner * length) + indices[j]) * inner) + (j % inner)] = x[j];
    }

    private static (int Outer, int Length, int Inner) Split(Shape shape, int dimension)
    {
        int outer = 1, inner = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) inner *= shape[d];
        return (outer, shape[dimension], inner);
    }
}
