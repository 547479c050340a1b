using System.Numerics;

namespace Autograd;

/// <summary>The layer y = x + f(x) around a layer f whose output has the lengths of its input.</summary>
/// <remarks>K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", 2016. The path of f is <c>inner</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Residual<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer around another.</summary>
    /// <param name="inner">f.</param>
    public Residual(Layer<T> inner) => Inner = Add("inner", inner);

    /// <summary>f.</summary>
    public Layer<T> Inner { get; }

    /// <summary>Records x + f(x).</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="ArgumentException">f makes other lengths.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        using var attempt = new Attempt<T>(x.Tape);
        Pass inside = pass.Inside(Inner);
        return pass.Noted(this, attempt.Keep(Sum(x, inside.Noted(Inner, Inner.Forward(x, inside)))));
    }

    /// <summary>f.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"Residual ({Inner})";

    private static Variable<T> Sum(Variable<T> x, Variable<T> inner) => inner.Shape == x.Shape ? x + inner : throw LayerErrors.Residual(x.Shape, inner.Shape);
}
