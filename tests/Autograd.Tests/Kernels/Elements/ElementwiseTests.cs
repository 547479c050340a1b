using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Tests;

/// <summary>The element-wise driver against a naive loop, over every kind of stride, length and rank.</summary>
public class ElementwiseTests
{
    [Fact]
    public void EveryLengthAndPairOfStrideKinds()
    {
        int[] strides = [1, 0, 2, -1, -3];
        for (int length = 0; length <= 130; length++)
        {
            foreach (int a in strides)
            {
                foreach (int b in strides)
                {
                    var shape = new Shape(length);
                    Check(shape, [a], [b], [strides[length % 5]], length);
                }
            }
        }
    }

    [Fact]
    public void RanksUpToEightWithRandomStrides()
    {
        var random = new Random(11);
        for (int round = 0; round < 450; round++)
        {
            int rank = round % 9;
            var lengths = new nint[rank];
            for (int d = 0; d < rank; d++) lengths[d] = random.Next(10) == 0 ? 0 : random.Next(1, rank < 3 ? 40 : rank < 5 ? 9 : 4);
            var shape = new Shape(lengths);
            Check(shape, RandomStrides(random, shape), RandomStrides(random, shape), RandomStrides(random, shape), round);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void SeveralThreads(int degree)
    {
        using ParallelLoop loop = ParallelLoop.Of(degree);
        var random = new Random(degree);
        nint[][] lengths =
        [
            [32768], [3, 20011], [20011, 3], [255, 257], [2047, 17], [33, 8191], [33, 8192], [5, 8193], [41, 40, 39], [1, 40001], [40001, 1], [3, 2, 4, 5, 6, 3, 2, 23],
        ];
        for (int round = 0; round < 3 * lengths.Length; round++)
        {
            var shape = new Shape(lengths[round / 3]);
            int[] contiguous = new int[shape.Rank];
            for (int d = 0; d < shape.Rank; d++) contiguous[d] = shape.ContiguousStrides[d];
            int[] a = round % 3 > 0 ? contiguous : RandomStrides(random, shape), b = round % 3 > 1 ? [.. contiguous] : RandomStrides(random, shape);
            if (round % 3 > 1) b[random.Next(b.Length)] = 0;
            if (round % 2 == 0) Check<float>(shape, a, b, RandomStrides(random, shape), round, loop);
            else Check<double>(shape, a, b, RandomStrides(random, shape), round, loop);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void SeveralThreadsUnderABias(int degree)
    {
        using ParallelLoop loop = ParallelLoop.Of(degree);
        foreach (int length in (int[])[1, 3, 15, 16, 100, 257, 8191, 8192, 8193, 16385, 40000])
        {
            int rows = (40000 / length) + 1;
            float[] a = Values<float>(rows * length, 1), b = Values<float>(length, 2), result = new float[(rows * length) + 1];
            result[^1] = 3;
            Elementwise.MapRows(OfTwo<float, Two<float>>.Kernel(new(3)), in a[0], in b[0], length, result.AsSpan(..^1), loop);
            for (int i = 0; i < a.Length; i++) Assert.Equal(MathF.FusedMultiplyAdd(a[i], 3, -b[i % length]), result[i]);
            Assert.Equal(3, result[^1]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DestinationMayBeAnOperand(bool first)
    {
        for (int length = 1; length <= 130; length++)
        {
            float[] a = Values<float>(length, 1), b = Values<float>(length, 2);
            var expected = new float[length];
            for (int i = 0; i < length; i++) expected[i] = MathF.FusedMultiplyAdd(a[i], 3, -b[i]);
            var layout = Layout.Contiguous(new Shape(length));
            Elementwise.Map(OfTwo<float, Two<float>>.Kernel(new(3)), new Strided<float>(in a[0], layout), new Strided<float>(in b[0], layout), first ? a : b);
            Assert.Equal(expected, first ? a : b);
        }
    }

    [Fact]
    public void ResultDoesNotDependOnPosition()
    {
        for (int length = 1; length < 70; length++)
        {
            double[] x = new double[length], y = new double[length];
            Array.Fill(x, 0.7371);
            Elementwise.Map(OfOne<double, One<double>>.Kernel(default), new Strided<double>(in x[0], Layout.Contiguous(new Shape(length))), y);
            Assert.All(y, value => Assert.Equal(y[0], value));
        }
    }

    /// <summary>From 16 MB on results are written past the caches, where the destination is aligned.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Results_of_many_elements_are_written_whole(int offset)
    {
        const int Length = (4 << 20) + 37;
        float[] source = PinnedMemory.Allocate<float>(Length, "Test"), written = PinnedMemory.Allocate<float>(Length + offset, "Test");
        Span<float> x = PinnedMemory.Span<float>(PinnedMemory.AlignedAddress(source), Length);
        for (int i = 0; i < Length; i++) x[i] = i % 1000;
        Span<float> destination = PinnedMemory.Span<float>(PinnedMemory.AlignedAddress(written), Length + offset)[offset..];
        destination.Fill(-1);
        Elementwise.MapFlat(OfOne<float, SquareOperation<float>>.Kernel(default), in x[0], 1, in x[0], 0, in x[0], 0, destination, ParallelLoop.Serial);
        int wrong = 0;
        for (int i = 0; i < Length; i++) wrong += destination[i] == x[i] * x[i] ? 0 : 1;
        Assert.Equal(0, wrong);
        GC.KeepAlive(source);
        GC.KeepAlive(written);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        float[] x = Values<float>(600, 1), y = new float[600];
        var contiguous = Layout.Contiguous([20, 30]);
        var transposed = MakeLayout([20, 30], [1, 20]);
        ElementKernel<float> one = OfOne<float, One<float>>.Kernel(default), two = OfTwo<float, Two<float>>.Kernel(new(1));
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            Elementwise.Map(one, new Strided<float>(in x[0], contiguous), y);
            Elementwise.Map(two, new Strided<float>(in x[0], contiguous), new Strided<float>(in x[0], transposed), y);
        }
    }

    private static void Check(Shape shape, int[] a, int[] b, int[] c, int seed)
    {
        Check<float>(shape, a, b, c, seed, ParallelLoop.Serial);
        Check<double>(shape, a, b, c, seed, ParallelLoop.Serial);
    }

    private static void Check<T>(Shape shape, int[] strideA, int[] strideB, int[] strideC, int seed, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T[] a, int startA) = Memory<T>(shape, strideA, seed);
        (T[] b, int startB) = Memory<T>(shape, strideB, seed + 1);
        (T[] c, int startC) = Memory<T>(shape, strideC, seed + 2);
        int count = shape.ElementCount;
        T three = T.CreateTruncating(3);
        T[] one = new T[count + 1], two = new T[count + 1], all = new T[count + 1];
        one[count] = two[count] = all[count] = three;
        var x = new Strided<T>(in a[startA], MakeLayout(shape, strideA));
        var y = new Strided<T>(in b[startB], MakeLayout(shape, strideB));
        var z = new Strided<T>(in c[startC], MakeLayout(shape, strideC));
        Elementwise.Map(OfOne<T, One<T>>.Kernel(default), x, one.AsSpan(0, count), parallel);
        Elementwise.Map(OfTwo<T, Two<T>>.Kernel(new(three)), x, y, two.AsSpan(0, count), parallel);
        Elementwise.Map(OfThree<T, Three<T>>.Kernel(default), x, y, z, all.AsSpan(0, count), parallel);

        var index = new int[shape.Rank];
        for (int i = 0; i < count; i++)
        {
            T p = a[startA + Offset(index, strideA)], q = b[startB + Offset(index, strideB)], r = c[startC + Offset(index, strideC)];
            if (one[i] != VectorMath.Tanh<ScalarLane<T>, T>(new(p)).Value || two[i] != T.FusedMultiplyAdd(p, three, -q) || all[i] != p * q / r)
            {
                Assert.Fail($"{shape}, element {i}: ({one[i]}, {two[i]}, {all[i]}) from ({p}, {q}, {r})");
            }

            for (int d = shape.Rank - 1; d >= 0 && ++index[d] == shape[d]; d--) index[d] = 0;
        }

        // Nothing behind the end was touched.
        Assert.Equal((three, three, three), (one[count], two[count], all[count]));
    }

    private static int Offset(int[] index, int[] strides)
    {
        int offset = 0;
        for (int d = 0; d < index.Length; d++) offset += index[d] * strides[d];
        return offset;
    }

    /// <summary>Contiguous, permuted, stepped, reversed and broadcast dimensions, mixed.</summary>
    private static int[] RandomStrides(Random random, Shape shape)
    {
        var order = new int[shape.Rank];
        for (int d = 0; d < order.Length; d++) order[d] = d;
        if (random.Next(2) == 0) random.Shuffle(order);
        var strides = new int[shape.Rank];
        int stride = random.Next(4) == 0 ? 2 : 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int d = order[i], kind = random.Next(8);
            strides[d] = kind == 0 ? 0 : kind == 1 ? -stride : stride;
            stride *= Math.Max(shape[d], 1) + (kind == 2 ? 1 : 0);
        }

        return strides;
    }

    /// <summary>Memory that holds exactly the elements that strides reach, and where the first one lies.</summary>
    private static (T[] Values, int Start) Memory<T>(Shape shape, int[] strides, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lowest = 0, highest = 0;
        for (int d = 0; d < strides.Length; d++)
        {
            int reach = strides[d] * (Math.Max(shape[d], 1) - 1);
            if (reach < 0) lowest += reach;
            else highest += reach;
        }

        return (Values<T>(highest - lowest + 1, seed), -lowest);
    }

    private static T[] Values<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var values = new T[count];
        for (int i = 0; i < count; i++) values[i] = T.CreateTruncating((random.NextDouble() * 4) - 2);
        return values;
    }

    private static Layout MakeLayout(Shape shape, int[] strides)
    {
        var values = new DimensionValues();
        for (int d = 0; d < strides.Length; d++) values[d] = strides[d];
        return new Layout(shape, new Strides(values));
    }

    private readonly struct One<T> : IUnaryFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Evaluate<L>(L x)
            where L : struct, ILane<L, T> => L.Tanh(x);
    }

    private readonly struct Two<T>(T factor) : IBinaryFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T _factor = factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Evaluate<L>(L a, L b)
            where L : struct, ILane<L, T> => L.FusedMultiplyAdd(a, L.Create(_factor), -b);
    }

    private readonly struct Three<T> : ITernaryFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Evaluate<L>(L a, L b, L c)
            where L : struct, ILane<L, T> => a * b / c;
    }
}
