using System.Runtime.CompilerServices;

namespace Autograd.Tests.Spellings;

/// <summary>What somebody who knows another library types first, and how it is spelled here.</summary>
/// <param name="Habit">As it is spelled there (PyTorch where nothing else is said), or in C# by habit.</param>
/// <param name="Call">The C# text of <paramref name="Run"/>.</param>
/// <param name="Run">Computes it from a tape, x = [[1, 2, 3], [4, 5, 6]] and y = [[6, 5, 4], [3, 2, 1]].</param>
/// <param name="Expected">The numbers it gives.</param>
internal sealed record Spelling(string Habit, string Call, Func<Tape<double>, Variable<double>, Variable<double>, double[]> Run, double[] Expected)
{
    public delegate Variable<double> Tensors(Tape<double> t, Variable<double> x, Variable<double> y);

    public delegate double[] Numbers(Tape<double> t, Variable<double> x, Variable<double> y);

    /// <summary>A spelling that gives a node.</summary>
    public static Spelling Node(string habit, Tensors run, double[] expected, [CallerArgumentExpression(nameof(run))] string call = "") =>
        new(habit, call, (t, x, y) => run(t, x, y).ToArray(), expected);

    /// <summary>A spelling that gives numbers outside of the tape.</summary>
    public static Spelling Out(string habit, Numbers run, double[] expected, [CallerArgumentExpression(nameof(run))] string call = "") =>
        new(habit, call, (t, x, y) => run(t, x, y), expected);

    /// <summary>The lengths of a shape as numbers.</summary>
    public static double[] Lengths(Shape shape) => [.. shape.ToArray().Select(n => (double)n)];
}
