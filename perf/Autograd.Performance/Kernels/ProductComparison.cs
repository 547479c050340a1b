using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Performance;

/// <summary>The matrix product against OpenBLAS, in turns, and against the peak of the processor.</summary>
internal static unsafe class ProductComparison
{
    private static readonly int[] Sides = [16, 32, 64, 128, 256, 512, 1024, 2048];

    /// <summary>m, k, n: batches of small classifiers, weight gradients, heads with ten columns, odd lengths.</summary>
    private static readonly (int M, int K, int N)[] Skinny =
    [
        (32, 784, 256), (128, 784, 256), (8, 784, 256), (1, 784, 256), (784, 128, 256), (128, 256, 10), (32, 256, 10), (128, 10, 256), (17, 19, 23), (1000, 1000, 1000),
    ];

    private static readonly (string Name, bool A, bool B)[] Transpositions = [("NN", false, false), ("NT", false, true), ("TN", true, false), ("TT", true, true)];

    /// <summary>Prints both tables for an element type.</summary>
    public static void Print<T>(TextWriter output, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool compared = OpenBlas.TryLoad(out string description);
        double peak = FusedPeak.Measure<T>();
        string type = typeof(T) == typeof(float) ? "float" : "double";
        output.WriteLine($"Matrix product, {type}: GFLOP/s of this library, in brackets its speed relative to {description}.");
        output.WriteLine($"Peak of fused multiply-adds in registers: {MarkdownTable.Digits(peak / 1e9)} GFLOP/s.");
        output.WriteLine();
        Print<T>(output, "n", [.. Sides.Select(n => (n, n, n))], size => size.M.ToString(CultureInfo.InvariantCulture), compared, peak, seconds);
        output.WriteLine();
        Print<T>(output, "m×k×n", Skinny, size => $"{size.M}×{size.K}×{size.N}", compared, peak, seconds);
        output.WriteLine();
    }

    private static void Print<T>(
        TextWriter output, string heading, (int M, int K, int N)[] sizes, Func<(int M, int K, int N), string> name, bool compared, double peak, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using ParallelLoop two = ParallelLoop.Of(2);
        var table = new MarkdownTable([heading, .. Transpositions.Select(t => t.Name), "NN of peak", "NN, 2 threads"]);
        double logarithms = 0;
        foreach (var size in sizes)
        {
            Console.Error.WriteLine(name(size));
            string[] cells = [name(size)];
            double plain = 0;
            foreach (var (_, a, b) in Transpositions)
            {
                (double rate, double ratio) = Measure<T>(size, a, b, compared, seconds);
                if (!a && !b) plain = rate;
                logarithms += Math.Log(ratio);
                cells = [.. cells, MarkdownTable.Digits(rate / 1e9) + (compared ? $" ({MarkdownTable.Ratio(ratio)})" : "")];
            }

            table.Add([.. cells, $"{(100 * plain / peak).ToString("0", CultureInfo.InvariantCulture)} %", MarkdownTable.Ratio(Speedup<T>(size, two, seconds))]);
        }

        table.Write(output);
        if (!compared) return;
        output.WriteLine();
        output.WriteLine($"Geometric mean of the ratios: {MarkdownTable.Ratio(Math.Exp(logarithms / (sizes.Length * Transpositions.Length)))}");
    }

    /// <summary>Operations a second, and how many times as fast as OpenBLAS.</summary>
    private static (double Rate, double Ratio) Measure<T>((int M, int K, int N) size, bool transposeA, bool transposeB, bool compared, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, k, n) = size;
        T* a = Allocate<T>(m * k, 1), b = Allocate<T>(k * n, 2), ours = Allocate<T>(m * n, 3), theirs = Allocate<T>(m * n, 4);
        try
        {
            nint aRow = transposeA ? 1 : k, aColumn = transposeA ? m : 1, bRow = transposeB ? 1 : n, bColumn = transposeB ? k : 1;
            void Ours() => MatrixProduct.Multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, ours, n, accumulate: false);
            void Theirs() => OpenBlas.Multiply(transposeA, transposeB, m, n, k, a, b, theirs);
            double operations = 2.0 * m * n * k;
            if (!compared) return (operations / Turns.Run(seconds, seconds / 5, Ours)[0].Seconds, 1);
            (double Seconds, double Relative)[] results = Turns.Run(seconds, seconds / 5, Ours, Theirs);
            Check(ours, theirs, m * n, size);
            return (operations / results[0].Seconds, results[1].Relative);
        }
        finally
        {
            NativeMemory.AlignedFree(a);
            NativeMemory.AlignedFree(b);
            NativeMemory.AlignedFree(ours);
            NativeMemory.AlignedFree(theirs);
        }
    }

    /// <summary>How many times as fast as on one thread; small products follow each other for some milliseconds, as in a step of training.</summary>
    private static double Speedup<T>((int M, int K, int N) size, ParallelLoop parallel, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, k, n) = size;
        T* a = Allocate<T>(m * k, 1), b = Allocate<T>(k * n, 2), c = Allocate<T>(m * n, 3);
        try
        {
            long calls = Math.Max(1, 200_000_000L / ((long)m * n * k));
            void Run(ParallelLoop loop)
            {
                for (long call = 0; call < calls; call++) MatrixProduct.Multiply(m, n, k, a, k, 1, b, n, 1, c, n, accumulate: false, loop);
            }

            return Turns.Run(seconds, seconds / 5, () => Run(parallel), () => Run(ParallelLoop.Serial))[1].Relative;
        }
        finally
        {
            NativeMemory.AlignedFree(a);
            NativeMemory.AlignedFree(b);
            NativeMemory.AlignedFree(c);
        }
    }

    private static T* Allocate<T>(int count, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(seed);
        T* memory = (T*)NativeMemory.AlignedAlloc((nuint)count * (nuint)sizeof(T), 64);
        for (int i = 0; i < count; i++) memory[i] = T.CreateSaturating((2 * random.NextUniform()) - 1);
        return memory;
    }

    private static void Check<T>(T* ours, T* theirs, int count, (int M, int K, int N) size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            double difference = double.CreateSaturating(T.Abs(ours[i] - theirs[i]));
            if (!(difference < 1e-6 * size.K)) throw new InvalidOperationException($"{size}: element {i} is {ours[i]}, by OpenBLAS {theirs[i]}.");
        }
    }
}
