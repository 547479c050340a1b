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

        Hessians(output, "tridiagonal", Energy, 10_000);
        Hessians(output, "arrowhead", Arrowhead, 10_000);
        Hessians(output, "5-point", Grid, 100 * 100);
        output.WriteLine();
        FromNothing(output);
    }

    /// <summary>A Hessian whose entries are read, and the same one with those of fewer passes, which are solved for them.</summary>
    private static void Hessians(TextWriter output, string name, Func<Variable<double>, Variable<double>> energy, int count)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => 1 + (0.5 * Math.Sin(i)))];
        using var function = new DifferentiableFunction<double>(energy);
        SparsityPattern pattern = function.HessianPattern(x);
        var entries = new double[pattern.EntryCount];
        SparsityColoring star = SparsityColoring.OfHessian(pattern), acyclic = SparsityColoring.OfHessianBySubstitution(pattern);
        Row(output, $"{name} Hessian, read", x, star, () => function.SparseHessian(x, star, entries), Differentiate.Gradient(energy));
        Row(output, $"{name} Hessian, solved", x, acyclic, () => function.SparseHessian(x, acyclic, entries), Differentiate.Gradient(energy));
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

    private static Variable<double> Arrowhead(Variable<double> x) => (x[..1] * x[1..].Square()).Sum() + x.Exp().Sum();

    private static Variable<double> Grid(Variable<double> x)
    {
        int side = (int)Math.Sqrt(x.Shape.ElementCount);
        Variable<double> rows = x.Reshape(side, side), columns = rows.Transpose();
        return (rows[1..] - rows[..^1]).Square().Square().Sum() + (columns[1..] - columns[..^1]).Square().Square().Sum() + x.Exp().Sum();
    }
}
