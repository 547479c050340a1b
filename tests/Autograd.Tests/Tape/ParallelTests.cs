using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Tests.Tape;

/// <summary>What a tape promises about its threads: the same bits for any number of them, no allocation, and that they end.</summary>
public class ParallelTests
{
    [Fact]
    public void Results_have_the_same_bits_for_any_number_of_threads()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] one = Results<T>(1);
            Assert.DoesNotContain(one, T.IsNaN);
            for (int degree = 2; degree <= 3; degree++)
            {
                Assert.True(MemoryMarshal.AsBytes<T>(one).SequenceEqual(MemoryMarshal.AsBytes<T>(Results<T>(degree))), $"{typeof(T)}, {degree} threads");
            }
        }
    }

    [Fact]
    public void A_step_on_two_threads_allocates_nothing()
    {
        using var tape = new Tape<float>(new TapeOptions { MaxDegreeOfParallelism = 2 });
        float[] x = Values<float>(150 * 160, 1), w = Values<float>(160 * 230, 2);
        for (int step = 0; step < 60; step++) Step();
        Assert.Equal(0, Allocations.Of(Step));

        void Step()
        {
            tape.Reset();
            Variable<float> a = tape.Variable(x, [150, 160], "a"), b = tape.Variable(w, [160, 230], "b");
            Gradients<float> gradients = a.MatMul(b).Tanh().Softmax(-1).Square().Sum().Backward();
            _ = gradients[a].Span[0] + gradients[b].Span[0];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_degree_below_one_is_refused(int degree)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new TapeOptions { MaxDegreeOfParallelism = degree });
        Assert.Contains($"MaxDegreeOfParallelism of {degree}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_a_tape_ends_its_threads()
    {
        var tape = new Tape<float>(new TapeOptions { MaxDegreeOfParallelism = 2 });
        ParallelLoop loop = tape.Parallel;
        Assert.Equal(2, loop.Degree);
        Thread[] threads = new Thread[2];
        using var barrier = new Barrier(2);
        loop.Run(2, isLong: true, new Meeting(threads, barrier));
        tape.Dispose();
        Assert.False(threads.Single(thread => thread != Thread.CurrentThread).IsAlive);
    }

    [Fact]
    public void A_tape_has_one_thread_unless_told()
    {
        using var tape = new Tape<float>();
        Assert.Equal(1, tape.Options.MaxDegreeOfParallelism);
        Assert.Same(ParallelLoop.Serial, tape.Parallel);
    }

    /// <summary>Every kernel that is cut into parts, at lengths that cut badly.</summary>
    private static T[] Results<T>(int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(new TapeOptions { MaxDegreeOfParallelism = degree });
        Assert.Equal(degree, tape.Parallel.Degree);
        Variable<T> a = tape.Variable(Values<T>(203 * 165, 1), [203, 165], "a"), b = tape.Variable(Values<T>(165 * 231, 2), [165, 231], "b");
        Variable<T> image = tape.Variable(Values<T>(7 * 3 * 29 * 31, 3), [7, 3, 29, 31], "image"), kernel = tape.Variable(Values<T>(11 * 3 * 5 * 3, 4), [11, 3, 5, 3], "kernel");
        Variable<T> batch = tape.Variable(Values<T>(13 * 41 * 37, 5), [13, 41, 37], "batch"), narrow = tape.Variable(Values<T>(1031 * 9, 6), [1031, 9], "narrow");
        Variable<T> product = a.MatMul(b), windows = image.Convolution(kernel), products = batch.MatMul(batch.Transpose(-2, -1));
        Variable<T> high = narrow.MatMul(narrow.Transpose());
        Variable<T> loss = (product.Softmax(-1) * product.Cos()).Sum() + (products.Softmax(1) * products).Sum() + (product.LogSoftmax(-1) * product.Sigmoid()).Sum() + windows.Tanh().Sum() + products.Exp().Square().Sum() + high.Sin().Sum();
        Gradients<T> gradients = loss.Backward();
        List<T> all = [loss.Scalar];
        foreach (Variable<T> v in (Variable<T>[])[a, b, image, kernel, batch, narrow, product, windows, products]) all.AddRange(gradients[v].Span);
        foreach (Variable<T> v in (Variable<T>[])[product, windows, products, high]) all.AddRange(v.Span);
        return [.. all];
    }

    private static T[] Values<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))];
    }

    private readonly struct Meeting(Thread[] threads, Barrier barrier) : IParallelBody
    {
        public void Run(int part)
        {
            threads[part] = Thread.CurrentThread;
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
        }
    }
}
