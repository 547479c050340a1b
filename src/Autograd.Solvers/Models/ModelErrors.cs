using System.Globalization;

namespace Autograd;

/// <summary>The wording of every exception about quantities of a model, in the style of the core: who refuses, what was given, what was expected, how to mend it.</summary>
internal static class ModelErrors
{
    public static ArgumentOutOfRangeException CountBelowOne(string caller, string what, int value) =>
        new("value", $"{caller}: the {what} is {Text(value)}; it must be 1 or more.");

    public static ArgumentOutOfRangeException NoRows(int count) =>
        new(nameof(count), $"LogDeterminant: the number of rows is {Text(count)}; it must be 1 or more.");

    public static ArgumentException ProductLength(int given, int count) =>
        new($"LogDeterminant: the product has {Text(given)} elements; the matrix has {Text(count)} rows. Both must be the same.", "product");

    public static InvalidOperationException ProductNotFinite() =>
        new("LogDeterminant: a product with the matrix is not finite. Look at the product of a vector of ones.");

    public static InvalidOperationException NotPositiveDefinite(string eigenvalue) =>
        new($"LogDeterminant: the matrix is not positive definite, an eigenvalue in the basis of Lanczos' method is {eigenvalue}. Add a multiple of the identity to its products, or look for the minimum first.");

    public static ArgumentOutOfRangeException OrderBelowZero(int order) =>
        new(nameof(order), $"TaylorSeries: the order is {Text(order)}; it must be 0 or more.");

    public static ArgumentException FieldShape(Shape field, Shape x) =>
        new($"Divergence: the field has shape {field}, its argument {x}; they must be the same.", "field");

    public static ArgumentException ConstantArgument() =>
        new("Divergence: x is a constant, and nothing is differentiated by it. Make it a variable: tape.Variable(…).", "x");

    public static ArgumentException Probes(string caller, Shape probes, Shape x) =>
        new($"{caller}: the probes have shape {probes}; they must be directions of shape {x} along a dimension 0, at least one.", "probes");

    public static InvalidOperationException NotScalar(string caller, Shape result) =>
        new($"{caller}: the function's result has shape {result}; it must have one element. Sum it, or take one of its elements.");

    private static string Text(int value) => value.ToString(null, CultureInfo.InvariantCulture);
}
