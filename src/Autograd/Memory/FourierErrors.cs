namespace Autograd;

/// <summary>The wording of exceptions about Fourier transforms, in the style of <see cref="Errors"/>.</summary>
internal static class FourierErrors
{
    public static ArgumentException NoElements(string operation, int dimension, Shape x) =>
        new($"{operation}: dimension {dimension} of shape {x} has length 0; a transform needs an element at least.", nameof(dimension));

    public static ArgumentException NoConvolution(Shape x, Shape kernel) =>
        new($"FourierConvolution: x has shape {x}, the kernel {kernel}; both must have an element at least along a last dimension.");

    public static ArgumentException SpectrumLength(string operation, int length, int dimension, Shape x) =>
        new($"{operation}: length is {length}, and dimension {dimension} of shape {x} has length {x[dimension]}; of real numbers the transform has {(length < 1 ? "a length of 1 at least, and " : "")}⌊n/2⌋ + 1 elements, here {(length / 2) + 1}. Use Slice or Pad.", nameof(length));
}
