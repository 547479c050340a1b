using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Performance;

/// <summary>Cholesky, Solve and Qr against LAPACK, in turns, on one thread.</summary>
internal static unsafe class FactorizationComparison
{
    private static readonly int[] Sides = [16, 64, 128, 256, 512, 1024];

    /// <summary>Prints a table for an element type: milliseconds of this library, in brackets its speed relative to LAPACK's.</summary>
    public static void Print<T>(TextWriter output, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool compared = OpenBlas.TryLoad(out string description);
        output.WriteLine($"Factorizations, {(typeof(T) == typeof(float) ? "float" : "double")}: microseconds of this library, in brackets its speed relative to LAPACK of {description}.");
        output.WriteLine();
        var table = new MarkdownTable(["n", "Cholesky", "Solve", "Qr"]);
        foreach (int n in Sides)
        {
            Console.Error.WriteLine($"{n}");
            table.Add(n.ToString(CultureInfo.InvariantCulture), OfCholesky<T>(n, compared, seconds), OfSolve<T>(n, compared, seconds), OfQr<T>(n, compared, seconds));
        }

        table.Write(output);
        output.WriteLine();
    }

    private static string OfCholesky<T>(int n, bool compared, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Random<T>(n), l = new T[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) a[(i * n) + j] = a[(j * n) + i];
            a[i * (n + 1)] += T.CreateTruncating(n);
        }

        return Compare<T>(n, compared, seconds, () => CholeskyFactor.Find(a, n, l, ParallelLoop.Serial), memory =>
        {
            a.CopyTo(new Span<T>(memory, n * n));
            Lapack.Cholesky(n, memory);
        });
    }

    private static string OfSolve<T>(int n, bool compared, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Random<T>(n), b = Random<T>(n)[..n], x = new T[n];
        Shape square = [n, n], column = [n, 1];
        void Ours() => LinearSystems.Solve(
            new Strided<T>(ref MemoryMarshal.GetArrayDataReference(a), in square, square.ContiguousStrides),
            new Strided<T>(ref MemoryMarshal.GetArrayDataReference(b), in column, column.ContiguousStrides), x, ParallelLoop.Serial);
        return Compare<T>(n, compared, seconds, Ours, memory =>
        {
            a.CopyTo(new Span<T>(memory, n * n));
            b.CopyTo(new Span<T>(memory + (n * n), n));
            Lapack.Solve(n, memory, (int*)(memory + (n * n) + n), memory + (n * n));
        });
    }

    private static string OfQr<T>(int n, bool compared, double seconds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Random<T>(n), both = new T[2 * n * n];
        return Compare<T>(n, compared, seconds, () => OrthogonalFactors.Find(a, n, n, both, ParallelLoop.Serial), memory =>
        {
            a.CopyTo(new Span<T>(memory, n * n));
            Lapack.Orthogonal(n, memory, memory + (n * n), memory + (n * n) + n, 64 * n);
        });
    }

    private static string Compare<T>(int n, bool compared, double seconds, Action ours, LapackCall<T> theirs)
        where T : unmanaged
    {
        T* memory = (T*)NativeMemory.AlignedAlloc((nuint)((n * n) + (66 * n)) * (nuint)sizeof(T), 64);
        try
        {
            if (!compared) return MarkdownTable.Digits(1e6 * Turns.Run(seconds, seconds / 5, ours)[0].Seconds);
            (double Seconds, double Relative)[] results = Turns.Run(seconds, seconds / 5, ours, () => theirs(memory));
            return $"{MarkdownTable.Digits(1e6 * results[0].Seconds)} ({MarkdownTable.Ratio(results[1].Relative)})";
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static T[] Random<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(1);
        return [.. Enumerable.Range(0, n * n).Select(_ => T.CreateSaturating((2 * random.NextUniform()) - 1))];
    }

    private delegate void LapackCall<T>(T* memory)
        where T : unmanaged;
}
