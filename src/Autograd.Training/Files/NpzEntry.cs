namespace Autograd;

/// <summary>An array in a <c>.npz</c> file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its elements are stored: <c>f4</c>, <c>f8</c>, <c>i4</c>, <c>i8</c> or <c>b1</c>.</param>
/// <param name="Shape">Its lengths.</param>
public sealed record NpzEntry(string Name, string Type, Shape Shape);
