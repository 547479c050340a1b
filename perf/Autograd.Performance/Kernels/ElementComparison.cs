using System.Numerics.Tensors;

namespace Autograd.Performance;

/// <summary>Element-wise kernels and softmax against TensorPrimitives, in turns, where the data is in the first caches.</summary>
internal static class ElementComparison
{
    /// <summary>TensorPrimitives comes as intermediate code, and is at its best only after some hundred milliseconds of profiling.</summary>
    private const double WarmUpSeconds = 1;

    private static readonly int[] Lengths = [1 << 10, 1 << 15];
    private static readonly Layout[] Layouts = [.. Lengths.Select(length => Layout.Contiguous([length]))];

    public static void Print(TextWriter output, double seconds)
    {
        output.WriteLine("Element-wise, float: nanoseconds an element; fraction = this library's time / TensorPrimitives' time.");
        output.WriteLine();
        var table = new MarkdownTable(["function", .. Lengths.SelectMany(length => (string[])[$"this library, {length}", $"TensorPrimitives, {length}", "fraction"])]);
        Add("exp", Map(default(ExpOperation<float>)), (x, y) => TensorPrimitives.Exp(x, y));
        Add("log", Map(default(LogOperation<float>)), (x, y) => TensorPrimitives.Log(x, y));
        Add("sin", Map(default(SinOperation<float>)), (x, y) => TensorPrimitives.Sin(x, y));
        Add("tanh", Map(default(TanhOperation<float>)), (x, y) => TensorPrimitives.Tanh(x, y));
        Add("sigmoid", Map(default(SigmoidOperation<float>)), (x, y) => TensorPrimitives.Sigmoid(x, y));
        Add("softmax", (x, y) => SoftmaxFamily.Softmax(View(x), Dimensions.All(1), y), (x, y) => TensorPrimitives.SoftMax(x, y));
        Add("gelu", Map(default(GeluOperation<float>)), null);
        Add("square", Map(default(SquareOperation<float>)), (x, y) => TensorPrimitives.Multiply(x, x, y));
        Add("sum", (x, y) => Reduction.Sum(View(x), Dimensions.All(1), y), (x, y) => y[0] = TensorPrimitives.Sum(x));
        Add("max", (x, y) => Reduction.Max(View(x), Dimensions.All(1), y), (x, y) => y[0] = TensorPrimitives.Max(x));
        table.Write(output);

        void Add(string name, Action<float[], float[]> ours, Action<float[], float[]>? theirs)
        {
            Console.Error.WriteLine(name);
            string[] cells = [name];
            foreach (int length in Lengths)
            {
                var random = new RandomGenerator(1);
                float[] x = new float[length], y = new float[length], z = new float[length];
                for (int i = 0; i < length; i++) x[i] = (float)(0.01 + (4 * random.NextUniform()));
                if (theirs is null)
                {
                    double alone = Turns.Run(seconds, WarmUpSeconds, () => ours(x, y))[0].Seconds;
                    cells = [.. cells, Nanoseconds(alone / length), "none", ""];
                    continue;
                }

                (double Seconds, double Relative)[] results = Turns.Run(seconds, WarmUpSeconds, () => theirs(x, z), () => ours(x, y));
                cells = [.. cells, Nanoseconds(results[1].Seconds / length), Nanoseconds(results[0].Seconds / length), MarkdownTable.Ratio(results[1].Relative)];
            }

            table.Add(cells);
        }
    }

    private static string Nanoseconds(double seconds) => (1e9 * seconds).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A tensor keeps its layout: making that is no part of a kernel.</summary>
    private static Strided<float> View(float[] x) => new(in x[0], in Layouts[x.Length == Lengths[0] ? 0 : 1]);

    private static Action<float[], float[]> Map<TOperation>(TOperation operation)
        where TOperation : struct, IUnaryFormula<float>
    {
        ElementKernel<float> kernel = OfOne<float, TOperation>.Kernel(operation);
        return (x, y) => Elementwise.Map(kernel, View(x), y);
    }
}
