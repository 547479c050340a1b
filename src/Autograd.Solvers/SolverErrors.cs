using System.Globalization;

namespace Autograd;

/// <summary>
/// The wording of every exception of this assembly, in the style of the core: who refuses, what was given, what was expected, how to
/// mend it.
/// </summary>
internal static class SolverErrors
{
    public static ArgumentOutOfRangeException Negative(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be a finite number, 0 or more.");

    public static ArgumentOutOfRangeException NotPositive(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be a finite number above 0.");

    public static ArgumentException LengthsDiffer(string caller, string what, long given, string other, long expected, string parameter) =>
        new($"{caller}: {what} has {Text(given)} elements, {other} {Text(expected)}; as many are expected.", parameter);

    public static ArgumentException BoundsCrossed(string caller, int index, double lower, double upper) =>
        new($"{caller}: the bounds of element {Text(index)} are {Text(lower)} and {Text(upper)}; the lower must be below the upper.", "options");

    public static ArgumentException NotBracketed(string caller, double a, double fa, double b, double fb) =>
        new($"{caller}: f({Text(a)}) is {Text(fa)} and f({Text(b)}) is {Text(fb)}; values of different signs are expected at the ends, with a root between them.", "b");

    public static InvalidOperationException NotScalar(string caller, Shape shape) =>
        new($"Implicit.{caller}: the function's result has shape {shape}; one element is expected. Reduce it, by Sum or Mean.");

    public static InvalidOperationException NotSquare(string caller, long equations, long unknowns) =>
        new($"{caller}: the function gives {Text(equations)} values for {Text(unknowns)} unknowns; as many equations as unknowns are expected. For more equations use NonlinearLeastSquares.");

    public static InvalidOperationException OtherShape(string caller, Shape given, Shape expected) =>
        new($"Implicit.{caller}: the function's result has shape {given}; it must have that of the unknowns, {expected}.");

    public static InvalidOperationException HiddenParameter(string caller) =>
        new($"Implicit.{caller}: the function depends on a variable or parameter that is not among its arguments, so that derivatives by it would be lost. Give it as one of the parameters; what is data, put on the tape by Constant.");

    public static ArgumentException BoundShapes(Shape lower, Shape upper) =>
        new($"Implicit.RootOfEach: the lower ends have shape {lower}, the upper ones {upper}; one shape is expected.", "upper");

    public static ArgumentException ElementNotBracketed(int index, double a, double fa, double b, double fb) =>
        new($"Implicit.RootOfEach: element {Text(index)} of f is {Text(fa)} at {Text(a)} and {Text(fb)} at {Text(b)}; values of different signs are expected at the ends, with a root between them.", "upper");

    public static InvalidOperationException NotOfEach(int index) =>
        new($"Implicit.RootOfEach: f depends on element {Text(index)} of x not in element {Text(index)} alone; each element is expected to have an equation of its own. For coupled equations use Root.");

    public static NotConvergedException SingularAdjoint() =>
        new("Implicit: the Jacobian by the unknowns is singular at the solution, which therefore has no derivative.", StopReason.Breakdown);

    public static NotConvergedException NotConverged(string solver, StopReason reason, int iterations) =>
        new($"{solver}: it stopped after {Text(iterations)} {(iterations == 1 ? "iteration" : "iterations")} without a solution: {Meaning(reason)}", reason);

    private static string Meaning(StopReason reason) => reason switch
    {
        StopReason.MaxIterations => "as many as were allowed. Allow more, or start nearer to the solution.",
        StopReason.NotFinite => "the function or its derivative is not finite. Start where it is.",
        StopReason.Breakdown => "the matrix is singular, or not of the kind that the method is for.",
        _ => "no step was better. Check the function's derivative by GradientCheck, loosen the tolerances, or start elsewhere.",
    };

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
