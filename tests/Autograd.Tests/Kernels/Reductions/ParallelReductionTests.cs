using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Tests.Tape;

namespace Autograd.Tests;

/// <summary>Reductions on several threads: the bits of one thread, however they are cut.</summary>
public sealed class ParallelReductionTests : IDisposable
{
    private readonly ParallelLoop[] _loops = [ParallelLoop.Of(2), ParallelLoop.Of(3), ParallelLoop.Of(5)];

    /// <summary>Long rows, few and many; tall and wide matrices; rows inside and around what stays; odd lengths, and powers of two.</summary>
    public static TheoryData<int[]> Shapes =>
    [
        [131072], [262147], [2, 70001], [3, 65537], [4099, 33], [33, 4099], [140000, 1], [1, 140001], [70003, 2], [513, 257], [40, 3300], [8200, 16],
        [7, 3, 6301], [6301, 3, 7], [3, 6301, 7], [65, 64, 33], [2, 3, 4, 5501], [5501, 2, 3, 4], [12, 1, 11, 1001], [40, 9, 19, 21],
    ];

    public void Dispose() => Array.ForEach(_loops, loop => loop.Dispose());

    [Theory, MemberData(nameof(Shapes))]
    public void Bits_are_those_of_one_thread(int[] lengths)
    {
        Check<float>(lengths);
        Check<double>(lengths);
    }

    [Fact]
    public void Bits_are_those_of_one_thread_for_random_shapes()
    {
        var random = new Random(5);
        for (int round = 0; round < 12; round++)
        {
            int rank = random.Next(1, 5), left = random.Next(1 << 17, 1 << 18);
            var lengths = new int[rank];
            for (int d = 0; d < rank; d++)
            {
                lengths[d] = d == rank - 1 ? left : (int)Math.Exp(random.NextDouble() * Math.Log(left));
                left = (left + lengths[d] - 1) / lengths[d];
            }

            random.Shuffle(lengths);
            if (round % 2 == 0) Check<float>(lengths, random);
            else Check<double>(lengths, random);
        }
    }

    /// <summary>The whole tree, written down as it is defined, over a row and over the rows of a matrix.</summary>
    [Fact]
    public void Sums_follow_the_tree()
    {
        float[] x = Views.Values<float>((1 << 17) + 77, 3);
        float row = Tree(x, 0, (x.Length + 15) / 16, 16)[0], sum = 0;
        foreach (ParallelLoop loop in _loops)
        {
            Reduction.Sum(new Strided<float>(in x[0], Layout.Contiguous([x.Length])), Views.Set(1), new Span<float>(ref sum), loop);
            Assert.Equal(row, sum);
        }

        float[] columns = Tree(x, 0, x.Length / 16, 0), sums = new float[16];
        foreach (ParallelLoop loop in _loops)
        {
            // Not the last dimension, whose lanes would be folded.
            Reduction.Sum(new Strided<float>(in x[0], Layout.Contiguous([x.Length / 16, 16])), Views.Set(1), sums, loop);
            Views.SameBits<float>(columns, sums, $"{loop.Degree} threads");
        }

        static float[] Tree(float[] x, int first, int count, int fold)
        {
            var result = new float[16];
            if (count == 1)
            {
                for (int i = 0; i < 16; i++) result[i] = (16 * first) + i < x.Length ? x[(16 * first) + i] : -0f;
            }
            else
            {
                int left = (int)BitOperations.RoundUpToPowerOf2((uint)count) / 2;
                float[] a = Tree(x, first, left, 0), b = Tree(x, first + left, count - left, 0);
                for (int i = 0; i < 16; i++) result[i] = a[i] + b[i];
            }

            for (int half = fold / 2; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++) result[i] += result[i + half];
            }

            return result;
        }
    }

    [Theory]
    [InlineData(new[] { 1 << 20 }, 1)]
    [InlineData(new[] { 4, 1 << 18 }, 2)]
    [InlineData(new[] { 1 << 10, 1 << 10 }, 2)]
    [InlineData(new[] { 1 << 16, 1 << 4 }, 1)]
    [InlineData(new[] { 1 << 7, 1 << 13 }, 1)]
    [InlineData(new[] { 1 << 6, 2, 1 << 13 }, 5)]
    public void Several_threads_take_part(int[] lengths, int reduced)
    {
        float[] x = new float[1 << 20], results = new float[1 << 13];
        Meeting.Threads.Clear();
        Reduction.Run<float, SumReducer<float>, Meeting>(new Strided<float>(in x[0], Layout.Contiguous(ToShape(lengths))), Views.Set(reduced), default, results, _loops[0]);
        Assert.Equal(2, Meeting.Threads.Count);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] x = Views.Values<float>(1 << 18), results = new float[1 << 17];
        Shape[] shapes = [[1 << 18], [2, 1 << 17], [1 << 14, 1 << 4], [1 << 9, 1 << 9]];
        for (int i = 0; i < 50; i++) Run();
        Assert.Equal(0, Allocations.Of(Run));

        void Run()
        {
            foreach (Shape shape in shapes)
            {
                Reduction.Sum(new Strided<float>(in x[0], Layout.Contiguous(shape)), Dimensions.None.Add(shape.Rank - 1), results, _loops[0]);
                Reduction.Variance(new Strided<float>(in x[0], Layout.Contiguous(shape)), Dimensions.All(1), 0, results, _loops[0]);
            }
        }
    }

    private void Check<T>(int[] lengths, Random? random = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = ToShape(lengths);
        T[] values = Views.Values<T>(shape.ElementCount), special = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.NegativeZero, -T.NaN];
        foreach (string pattern in (string[])(random is null ? ["contiguous", "transposed", "gaps inside"] : [Views.Patterns[random.Next(Views.Patterns.Length)]]))
        {
            View<T> plain = Views.Lay<T>(pattern, shape, values);
            for (int bits = 1; bits < 1 << shape.Rank; bits++)
            {
                CheckView(plain, Views.Set(bits), $"{shape} over {Views.Set(bits)}, {pattern}");
            }

            // A few that spread, everywhere else −0, whose sum must stay −0.
            T[] rare = new T[values.Length];
            Array.Fill(rare, T.NegativeZero);
            for (int i = 0; i < special.Length; i++) rare[(int)((long)rare.Length * ((2 * i) + 1) / (2 * special.Length))] = special[i];
            View<T> odd = Views.Lay<T>(pattern, shape, rare);
            for (int bits = 1; bits < 1 << shape.Rank; bits++) CheckView(odd, Views.Set(bits), $"special {shape} over {Views.Set(bits)}, {pattern}");
        }
    }

    private void CheckView<T>(View<T> view, Dimensions reduced, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int kept = view.Shape.Reduce(reduced, keep: false).ElementCount;
        T[] sums = new T[kept], largest = new T[kept], smallest = new T[kept], variances = new T[kept], norms = new T[kept], actual = new T[kept + 1];
        Reduction.Sum(view.Strided, reduced, sums);
        Reduction.Max(view.Strided, reduced, largest);
        Reduction.Min(view.Strided, reduced, smallest);
        Reduction.Variance(view.Strided, reduced, 1, variances);
        EuclideanNorm.Find(view.Strided, reduced, norms);
        actual[kept] = T.Pi;
        foreach (ParallelLoop loop in _loops)
        {
            Reduction.Sum(view.Strided, reduced, actual, loop);
            Same(sums, "Sum");
            Reduction.Max(view.Strided, reduced, actual, loop);
            Same(largest, "Max");
            Reduction.Min(view.Strided, reduced, actual, loop);
            Same(smallest, "Min");
            Reduction.Variance(view.Strided, reduced, 1, actual, loop);
            Same(variances, "Variance");
            EuclideanNorm.Find(view.Strided, reduced, actual, loop);
            Same(norms, "Norm");

            void Same(T[] expected, string name)
            {
                Views.SameBits<T>(expected, actual.AsSpan(0, kept), $"{name} {what}, {loop.Degree} threads");
                Assert.Equal(T.Pi, actual[kept]);
            }
        }
    }

    private static Shape ToShape(int[] lengths) => new(Array.ConvertAll(lengths, length => (nint)length));

    /// <summary>x; the first call of each thread waits until there are two.</summary>
    private readonly struct Meeting : IElementMap<float>
    {
        public static readonly ConcurrentDictionary<int, bool> Threads = [];

        public static bool HasParameter => false;

        public static float Map(float x, float parameter) => x;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
            where TChunk : struct, IChunk<TChunk, float>
        {
            if (Threads.TryAdd(Environment.CurrentManagedThreadId, true)) SpinWait.SpinUntil(() => Threads.Count > 1, TimeSpan.FromSeconds(30));
            return x;
        }
    }
}
