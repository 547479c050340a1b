using System.Numerics;

namespace Autograd;

internal static class RowKernels
{
    public static void LogSumExp<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var softmax = new T[x.Shape.ElementCount];
        Run(x, reduced, softmax, destination, 0);
    }

    public static void Softmax<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(x, reduced, destination, new T[x.Shape.ElementCount], 1);

    public static void LogSoftmax<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(x, reduced, destination, new T[x.Shape.ElementCount], 2);

    private static void Run<T>(scoped in Strided<T> x, Dimensions reduced, Span<T> full, Span<T> sums, int kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape small = x.Shape.Reduce(reduced, keep: true);
        var max = new T[small.ElementCount];
        Reduction.Max(x, reduced, max);
        Copying.Copy(x, full);
        var wide = new T[full.Length];
        Copying.Copy(new Strided<T>(in max.AsSpan().Length == 0 ? ref System.Runtime.CompilerServices.Unsafe.NullRef<T>() : ref max[0], Layout.Contiguous(small)).BroadcastTo(x.Shape), wide);
        var e = new T[full.Length];
        for (int i = 0; i < full.Length; i++)
        {
            e[i] = T.IsNegativeInfinity(wide[i]) ? T.Zero : T.IsPositiveInfinity(wide[i]) ? (full[i] == wide[i] ? T.One : T.Zero) : T.Exp(full[i] - wide[i]);
        }

        var sum = new T[small.ElementCount];
        if (e.Length > 0) Reduction.Sum(new Strided<T>(in e[0], Layout.Contiguous(x.Shape)), reduced, sum);
        if (kind == 0)
        {
            for (int i = 0; i < sum.Length; i++) sums[i] = T.IsInfinity(max[i]) ? max[i] : max[i] + T.Log(sum[i]);
            return;
        }

        var wideSum = new T[full.Length];
        if (sum.Length > 0) Copying.Copy(new Strided<T>(in sum[0], Layout.Contiguous(small)).BroadcastTo(x.Shape), wideSum);
        for (int i = 0; i < full.Length; i++)
        {
            full[i] = kind == 1 ? (wideSum[i] == T.Zero ? T.Zero : e[i] / wideSum[i]) : full[i] - wide[i] - T.Log(wideSum[i]);
        }
    }
}
