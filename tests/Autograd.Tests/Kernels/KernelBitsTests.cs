using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Tests;

/// <summary>
/// Kernels give the same bits on every processor: sums of their results are committed, in Golden/kernel-bits.txt. The runs without some
/// instruction sets compare with the same file.
/// </summary>
public class KernelBitsTests
{
    [Fact]
    public void Results_are_those_of_every_other_machine()
    {
        string[] actual = [.. Lines<float>("float"), .. Lines<double>("double")];
        string file = Path.Combine(AppContext.BaseDirectory, "Kernels", "Golden", "kernel-bits.txt");
        if (!File.ReadAllLines(file).SequenceEqual(actual)) File.WriteAllLines(file + ".received", actual);
        Assert.Equal(File.ReadAllLines(file), actual);
    }

    private static IEnumerable<string> Lines<T>(string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Count = 5003;
        T[] x = new T[Count], y = new T[Count], result = new T[Count];
        foreach (string name in VectorMathTests.Functions.Append("Pow").Concat(VectorMathTests.NormalFunctions).Concat(VectorMathTests.ComposedFunctions))
        {
            var random = new SplitMix64(12345);
            for (int i = 0; i < Count; i++) (x[i], y[i]) = VectorMathTests.Arguments<T>(name, ref random, i);
            Elementwise.Map(OfTwo<T, Named<T>>.Kernel(new(name)), View(x), View(y), result);
            yield return Line(name, result);
        }

        var ordinary = new SplitMix64(54321);
        for (int i = 0; i < Count; i++) x[i] = T.CreateTruncating((ordinary.NextDouble() * 40) - 20);
        SoftmaxFamily.Softmax(View(x), Dimensions.All(1), result);
        yield return Line("Softmax", result);
        SoftmaxFamily.LogSoftmax(View(x), Dimensions.All(1), result);
        yield return Line("LogSoftmax", result);
        foreach (SoftmaxJacobian jacobian in Enum.GetValues<SoftmaxJacobian>())
        {
            T[] p = new T[Count], products = new T[4 * Count];
            int place = 0;
            foreach (var (shape, reduced) in ((Shape, Dimensions)[])[([Count], Dimensions.All(1)), ([2501, 2], Dimensions.None.Add(1)), ([294, 17], Dimensions.None.Add(1)), ([20, 250], Dimensions.All(1))])
            {
                Strided<T> operand = new(in x[0], Layout.Contiguous(shape)), softmax = new(in p[0], Layout.Contiguous(shape));
                SoftmaxFamily.Softmax(operand, reduced, p);
                ParallelSoftmaxJacobian<T>.Run(jacobian, operand, softmax, reduced, products.AsSpan(Count * place++, shape.ElementCount), ParallelLoop.Serial);
            }

            yield return Line($"SoftmaxJacobian.{jacobian}", products);
        }

        T[] one = new T[1];
        SoftmaxFamily.LogSumExp(View(x), Dimensions.All(1), one);
        yield return Line("LogSumExp", one);
        T[] confident = [.. x];
        confident[1234] = T.CreateTruncating(40);
        SoftmaxFamily.LogSumExp(View(confident), Dimensions.All(1), one);
        SoftmaxFamily.LogSoftmax(View(confident), Dimensions.All(1), result);
        yield return Line("LogSoftmax.Confident", [.. result, .. one]);
        Reduction.Sum(View(x), Dimensions.All(1), one);
        yield return Line("Sum", one);

        // Long sums: products, convolutions over many images, running and scattered sums.
        for (int i = 0; i < Count; i++) (x[i], y[i]) = (Draw(), Draw());
        T[] matrix = [.. Enumerable.Range(0, 23 * 5003).Select(_ => Draw())], product = new T[23];
        MatrixProduct.Multiply(
            new Strided<T>(in x[0], Layout.Contiguous([1, Count])), new Strided<T>(in matrix[0], Layout.Contiguous([Count, 23])), product.AsSpan(),
            ParallelLoop.Serial);
        yield return Line("MatMul", product);
        var geometry = new ConvolutionGeometry(
            "Convolution", [690, 3, 55], [2, 3, 4], ConvolutionWindow.Dense, new(1, 1, 1), 1);
        T[] images = matrix[..(690 * 3 * 55)], cotangent = [.. Enumerable.Range(0, geometry.Result.ElementCount).Select(_ => Draw())], weight = new T[24];
        ConvolutionProduct.WeightGradient(in geometry, images, cotangent, weight, ParallelLoop.Serial);
        yield return Line("ConvolutionWeightGradient", weight);
        Scanning.CumulativeSum(View(x), 0, false, result);
        yield return Line("CumulativeSum", result);
        T[] scattered = new T[7];
        Gathering.ScatterAdd<T>(x, [.. Enumerable.Range(0, Count).Select(i => i * i % 7)], 0, [7], scattered);
        yield return Line("ScatterAdd", scattered);

        // Factorizations, in blocks and small.
        foreach (int n in (int[])[7, 75])
        {
            T[] square = matrix[..(n * n)], symmetric = (T[])square.Clone(), factor = new T[n * n], decomposed = new T[(2 * n * n) + n];
            for (int i = 0; i < n; i++) symmetric[i * (n + 1)] = T.CreateTruncating(40 * n);
            CholeskyFactor.Find<T>(symmetric, n, factor, ParallelLoop.Serial);
            yield return Line($"Cholesky {n}", factor);
            LinearSystems.Invert<T>(square, n, factor, ParallelLoop.Serial);
            yield return Line($"Inverse {n}", factor);
            LinearSystems.Determinants<T>(square, n, isLogarithm: true, decomposed.AsSpan(0, 2), ParallelLoop.Serial);
            yield return Line($"LogDeterminant {n}", decomposed[..2]);
            OrthogonalFactors.Find<T>(square, n, n, decomposed, ParallelLoop.Serial);
            yield return Line($"Qr {n}", decomposed[..(2 * n * n)]);
            SymmetricEigenvectors.Find<T>(square, n, decomposed);
            yield return Line($"SymmetricEigen {n}", decomposed[..(n + (n * n))]);
            SingularVectors.Find<T>(square, n, n, valuesOnly: false, decomposed);
            yield return Line($"Svd {n}", decomposed);
            Exponentials.Find<T>([.. square.Select(value => value / T.CreateTruncating(40))], n, factor, ParallelLoop.Serial);
            yield return Line($"MatrixExponential {n}", factor);
        }

        T Draw() => T.CreateTruncating((ordinary.NextDouble() * 40) - 20);

        static Strided<T> View(T[] values) => new(in values[0], Layout.Contiguous([values.Length]));

        string Line(string name, T[] values) => $"{name} {type} {Sum(values):X16}";
    }

    /// <summary>FNV-1a over the bytes, every NaN as the one NaN.</summary>
    private static ulong Sum<T>(T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong hash = 14695981039346656037;
        foreach (T value in values)
        {
            T canonical = T.IsNaN(value) ? T.NaN : value;
            foreach (byte b in MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in canonical))) hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }

    private readonly struct Named<T>(string name) : IBinaryFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public L Evaluate<L>(L a, L b)
            where L : struct, ILane<L, T> => VectorMathTests.Call<L, T>(name, a, b);
    }
}
