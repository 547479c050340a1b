using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Tests;

/// <summary>A buffer and a layout in it: one way of many in which given logical values can lie in memory.</summary>
internal sealed class View<T>(string name, T[] buffer, int offset, Layout layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T[] Buffer { get; } = buffer;

    public int Offset { get; } = offset;

    public Layout Layout { get; } = layout;

    public Shape Shape => Layout.Shape;

    public Strided<T> Strided => new(in Buffer.Length == 0 ? ref Unsafe.NullRef<T>() : ref Buffer[Offset], Layout);

    public override string ToString() => name;

    /// <summary>The values in row-major order, read one by one.</summary>
    public T[] Logical()
    {
        var values = new T[Shape.ElementCount];
        for (int i = 0; i < values.Length; i++) values[i] = Buffer[Offset + Views.OffsetOf(Layout, i)];
        return values;
    }
}

/// <summary>Makes views with all patterns of strides.</summary>
internal static class Views
{
    public static readonly string[] Patterns = ["contiguous", "transposed", "rotated", "gaps", "reversed", "gaps inside", "swapped last"];

    /// <summary>The given values, laid out in the given pattern.</summary>
    public static View<T> Lay<T>(string pattern, Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = shape.Rank;
        var order = new int[rank];                       // memory order of the dimensions, slowest first
        for (int d = 0; d < rank; d++) order[d] = d;
        if (pattern == "transposed") Array.Reverse(order);
        if (pattern == "rotated") for (int d = 0; d < rank; d++) order[d] = (d + 1) % rank;
        if (pattern == "swapped last" && rank > 1) (order[rank - 1], order[rank - 2]) = (order[rank - 2], order[rank - 1]);
        var strides = new DimensionValues();
        int stride = pattern == "gaps" ? 2 : 1, offset = 0;
        for (int o = rank - 1; o >= 0; o--)
        {
            int d = order[o];
            strides[d] = stride;
            stride *= Math.Max(shape[d], 1);
            if (pattern == "gaps inside") stride += 3;
            if (pattern == "reversed" && shape[d] > 0)
            {
                offset += strides[d] * (shape[d] - 1);
                strides[d] = -strides[d];
            }
        }

        var layout = new Layout(shape, new Strides(strides));
        var buffer = new T[stride + 1];
        Array.Fill(buffer, T.NaN);                       // what a kernel must not use
        for (int i = 0; i < shape.ElementCount; i++) buffer[offset + OffsetOf(layout, i)] = values[i];
        return new View<T>(pattern, buffer, offset, layout);
    }

    /// <summary>Values from a fixed generator: of mixed sign and magnitude, exactly representable in float.</summary>
    public static T[] Values<T>(int count, uint seed = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            values[i] = T.CreateChecked((((int)(seed >> 8) - (1 << 23)) / (float)(1 << 21)) * (float)(1 << (int)(seed & 3)));
        }

        return values;
    }

    /// <summary>A generated value without rounding: they are all multiples of 2⁻²¹.</summary>
    public static decimal Exact<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => (long)(double.CreateChecked(value) * (1 << 21)) / (decimal)(1 << 21);

    public static int OffsetOf(in Layout layout, int index)
    {
        int offset = 0;
        for (int d = layout.Shape.Rank - 1; d >= 0; d--)
        {
            offset += index % layout.Shape[d] * layout.Strides[d];
            index /= layout.Shape[d];
        }

        return offset;
    }

    /// <summary>The position among the results of the element with the given row-major index.</summary>
    public static int ResultOf(in Shape shape, Dimensions reduced, int index)
    {
        int result = 0, stride = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            int i = index % shape[d];
            index /= shape[d];
            if (reduced.Contains(d)) continue;
            result += i * stride;
            stride *= shape[d];
        }

        return result;
    }

    public static Dimensions Set(int bits)
    {
        var set = Dimensions.None;
        for (int d = 0; d < Shape.MaxRank; d++) if ((bits >> d & 1) != 0) set = set.Add(d);
        return set;
    }

    public static void SameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Bits(expected[i]) != Bits(actual[i])) Assert.Fail($"{what}: at {i} expected {expected[i]}, was {actual[i]}.");
        }
    }

    public static ulong Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong hash = 14695981039346656037;
        foreach (T value in values) hash = (hash ^ Bits(value)) * 1099511628211;
        return hash;
    }

    public static ulong Bits<T>(T value)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == 4 ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);
}
