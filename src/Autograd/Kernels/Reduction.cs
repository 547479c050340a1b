using System.Numerics;

namespace Autograd;

internal static class Reduction
{
    public static void Sum<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold(x, reduced, destination, T.Zero, 0);

    public static void Max<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold(x, reduced, destination, T.NegativeInfinity, 1);

    public static void Min<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold(x, reduced, destination, T.PositiveInfinity, 2);

    private static void Fold<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination, T start, int kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.Fill(start);
        Shape shape = x.Shape;
        var index = new DimensionValues();
        var walk = new Walk<T>(x);
        for (int i = 0; i < shape.ElementCount; i++)
        {
            int target = 0;
            for (int d = 0; d < shape.Rank; d++)
            {
                if (!reduced.Contains(d)) target = (target * shape[d]) + index[d];
            }

            T value = walk.Next();
            destination[target] = kind == 0 ? destination[target] + value : kind == 1 ? T.Max(destination[target], value) : T.Min(destination[target], value);
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                if (++index[d] < shape[d]) break;
                index[d] = 0;
            }
        }
    }
}
