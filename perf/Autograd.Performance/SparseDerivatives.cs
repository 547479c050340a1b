using System.Diagnostics;
using System.Globalization;

namespace Autograd.Performance;

/// <summary>Sparse Jacobians and Hessians against as many single passes, and the whole of one from nothing.</summary>
internal static class SparseDerivatives
{
    public static void Print(TextWriter output)
    {
        output.WriteLine("| derivative | unknowns | passes | time | of as many single passes |");
        output.WriteLine("|------------|---------:|-------:|-----:|-------------------------:|");
        foreach (int count in (int[])[1_000, 10_000, 1_000_000])
        {
            double[] x = [.. Enumerable.Range(0, count).Select(i => 1 + (0.5 * Math.Sin(i)))];
            using var residual = new DifferentiableFunction<double>(Residual);
            using var energy = new DifferentiableFunction<double>(Energy);
            SparsityColoring jacobian = SparsityColoring.OfJacobian(residual.JacobianPattern(x)), hessian = SparsityColoring.OfHessian(energy.HessianPattern(x));
            double[] entries = new double[jacobian.Pattern.EntryCount], second = new double[hessian.Pattern.EntryCount];
            Row(output, "tridiagonal Jacobian", x, jacobian, () => residual.SparseJacobian(x, jacobian, entries), Residual);
            Row(output, "tridiagonal Hessian", x, hessian, () => energy.SparseHessian(x, hessian, second), Differentiate.Gradient<double>(Energy));
        }

        output.WriteLine();
        FromNothing(output);
    }

    /// <summary>One after the other, what a first call does.</summary>
    private static void FromNothing(TextWriter output)
    {
        double[] x = [.. Enumerable.Range(0, 1_000_000).Select(i => 1 + (0.5 * Math.Sin(i)))];
        long start = Stopwatch.GetTimestamp();
        SparsityPattern pattern = Differentiate.JacobianPattern(Residual, x);
        TimeSpan found = Stopwatch.GetElapsedTime(start);
        SparsityColoring coloring = SparsityColoring.OfJacobian(pattern);
        TimeSpan colored = Stopwatch.GetElapsedTime(start);
        Differentiate.SparseJacobian(Residual, x, coloring);
        TimeSpan all = Stopwatch.GetElapsedTime(start);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{coloring}, all in: {all.TotalSeconds:0.00} s; pattern {found.TotalSeconds:0.00}, coloring {(colored - found).TotalSeconds:0.00}, evaluation {(all - colored).TotalSeconds:0.00}"));
    }

    /// <summary>A single pass is a walk from a cotangent of given numbers, read; all of them on one tape after one recording.</summary>
    private static void Row(TextWriter output, string name, double[] x, SparsityColoring coloring, Action sparse, Func<Variable<double>, Variable<double>> function)
    {
        using var tape = new Tape<double>();
        double[][] members = [.. Enumerable.Range(0, coloring.PassCount).Select(pass => coloring.Groups.ToArray().Select(group => group == pass ? 1.0 : double.NegativeZero).ToArray())];
        double read = 0;
        (double Seconds, double Relative)[] times = Turns.Run(3, 1, Single, sparse);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {x.Length} | {coloring.PassCount} | {times[1].Seconds * 1e6:0} µs | {times[1].Relative:0.00} |"));
        GC.KeepAlive(read);

        void Single()
        {
            tape.Reset();
            Variable<double> input = tape.Variable(x, [x.Length], "x"), result = function(input);
            foreach (double[] cotangent in members) read += result.Backward(tape.Constant(cotangent, [x.Length], "u"))[input].Span[0];
        }
    }

    private static Variable<double> Residual(Variable<double> x)
    {
        Variable<double> padded = x.Pad(0, 1, 1), left = padded[..^2], right = padded[2..];
        return (x * (right - left) * 0.5) - ((right - (2 * x) + left) * 0.1) + x.Exp();
    }

    private static Variable<double> Energy(Variable<double> x) => (x[..^1] * x[1..].Square()).Sum() + x.Exp().Sum();
}
