using System.Numerics;

namespace Autograd;

/// <summary>A value of an ONNX graph, with which its nodes are written as formulas.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">The value's name there.</param>
internal readonly record struct OnnxTerm<T>(OnnxGraph<T> Graph, string Name)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static OnnxTerm<T> operator +(OnnxTerm<T> a, OnnxTerm<T> b) => a.Then("Add", b);

    public static OnnxTerm<T> operator +(OnnxTerm<T> a, double b) => a + a.Graph.Number(b);

    public static OnnxTerm<T> operator -(OnnxTerm<T> a, OnnxTerm<T> b) => a.Then("Sub", b);

    public static OnnxTerm<T> operator -(OnnxTerm<T> a, double b) => a - a.Graph.Number(b);

    public static OnnxTerm<T> operator -(double a, OnnxTerm<T> b) => b.Graph.Number(a) - b;

    public static OnnxTerm<T> operator -(OnnxTerm<T> a) => a.Then("Neg");

    public static OnnxTerm<T> operator *(OnnxTerm<T> a, OnnxTerm<T> b) => a.Then("Mul", b);

    public static OnnxTerm<T> operator *(double a, OnnxTerm<T> b) => b.Graph.Number(a) * b;

    public static OnnxTerm<T> operator /(OnnxTerm<T> a, OnnxTerm<T> b) => a.Then("Div", b);

    public static OnnxTerm<T> operator /(OnnxTerm<T> a, double b) => a / a.Graph.Number(b);

    /// <summary>A node of this value alone.</summary>
    public OnnxTerm<T> Then(string type, params ReadOnlySpan<(string Name, object Value)> attributes) => Graph.Add(type, [this], attributes);

    /// <summary>A node of this value and another.</summary>
    public OnnxTerm<T> Then(string type, OnnxTerm<T> other, params ReadOnlySpan<(string Name, object Value)> attributes) => Graph.Add(type, [this, other], attributes);

    /// <summary>Of a condition: a value where it holds, another elsewhere.</summary>
    public OnnxTerm<T> Choose(OnnxTerm<T> then, OnnxTerm<T> otherwise) => Graph.Add("Where", [this, then, otherwise]);

    /// <summary>Of a condition: 1 where it holds, 0 elsewhere.</summary>
    public OnnxTerm<T> AsNumber() => Then("Cast", ("to", (long)OnnxGraph<T>.NumberType));

    /// <summary>Of numbers: whether they are not 0.</summary>
    public OnnxTerm<T> AsCondition() => Then("Cast", ("to", (long)OnnxType.Condition));

    public OnnxTerm<T> Reshape(Shape lengths) => Then("Reshape", Graph.Lengths(lengths), ("allowzero", 1L));

    public OnnxTerm<T> Expand(Shape lengths) => Then("Expand", Graph.Lengths(lengths));

    public OnnxTerm<T> Transpose(ReadOnlySpan<long> order) => Then("Transpose", ("perm", order.ToArray()));

    /// <summary>Every step-th element along a dimension.</summary>
    public OnnxTerm<T> Slice(int dimension, long start, int length, long step)
    {
        long end = length == 0 ? start : start + ((length - 1) * step) + Math.Sign(step);

        // Before the first element ends what runs downwards to it; −1 would be the last.
        if (end < 0) end = int.MinValue;
        return Graph.Add("Slice", [this, Graph.Integers(start), Graph.Integers(end), Graph.Integers(dimension), Graph.Integers(step)]);
    }
}
