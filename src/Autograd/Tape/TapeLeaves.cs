using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What is put on a tape from outside.</content>
public sealed partial class Tape<T>
{
    private Freshness<T> _freshness;

    /// <summary>A leaf one differentiates by.</summary>
    /// <param name="values">Its elements in row-major order, copied.</param>
    /// <param name="shape">Its lengths.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf.</returns>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public Variable<T> Variable(ReadOnlySpan<T> values, Shape shape, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Leaf(LeafOperation<T>.Variable, "Variable", values, shape, name);

    /// <summary>A leaf one differentiates by.</summary>
    /// <param name="tensor">Its lengths and elements, copied.</param>
    /// <param name="name">Its name; by default the C# expression of the tensor.</param>
    /// <returns>The leaf.</returns>
    public Variable<T> Variable(in ReadOnlyTensorSpan<T> tensor, [CallerArgumentExpression(nameof(tensor))] string? name = null) =>
        Leaf(LeafOperation<T>.Variable, in tensor, name);

    /// <summary>A vector one differentiates by.</summary>
    /// <param name="values">Its elements, copied.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf, of shape [n].</returns>
    [OverloadResolutionPriority(1)]
    public Variable<T> Variable(ReadOnlySpan<T> values, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Leaf(LeafOperation<T>.Variable, "Variable", values, [values.Length], name);

    /// <summary>A matrix one differentiates by.</summary>
    /// <param name="values">Its elements in row-major order, copied.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf, of shape [rows, columns].</returns>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public Variable<T> Variable(ReadOnlySpan<T> values, int rows, int columns, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Leaf(LeafOperation<T>.Variable, "Variable", values, [rows, columns], name);

    /// <summary>A matrix one differentiates by.</summary>
    /// <param name="values">Its rows and columns, copied.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf, of shape [rows, columns].</returns>
    public Variable<T> Variable(T[,] values, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Leaf(LeafOperation<T>.Variable, "Variable", PinnedMemory.Elements(values), [values.GetLength(0), values.GetLength(1)], name);
    }

    /// <summary>A scalar leaf one differentiates by.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="name">Its name; by default the C# expression of the value.</param>
    /// <returns>The leaf, of shape [].</returns>
    public Variable<T> Variable(T value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Leaf(LeafOperation<T>.Variable, "Variable", [value], Shape.Scalar, name);

    /// <summary>A leaf that is not differentiated by: data.</summary>
    /// <param name="values">Its elements in row-major order, copied.</param>
    /// <param name="shape">Its lengths.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf.</returns>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public Variable<T> Constant(ReadOnlySpan<T> values, Shape shape, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Leaf(LeafOperation<T>.Constant, "Constant", values, shape, name);

    /// <summary>A leaf that is not differentiated by: data.</summary>
    /// <param name="tensor">Its lengths and elements, copied.</param>
    /// <param name="name">Its name; by default the C# expression of the tensor.</param>
    /// <returns>The leaf.</returns>
    public Variable<T> Constant(in ReadOnlyTensorSpan<T> tensor, [CallerArgumentExpression(nameof(tensor))] string? name = null) =>
        Leaf(LeafOperation<T>.Constant, in tensor, name);

    /// <summary>A vector that is not differentiated by: data.</summary>
    /// <param name="values">Its elements, copied.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf, of shape [n].</returns>
    [OverloadResolutionPriority(1)]
    public Variable<T> Constant(ReadOnlySpan<T> values, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Leaf(LeafOperation<T>.Constant, "Constant", values, [values.Length], name);

    /// <summary>A matrix that is not differentiated by: data.</summary>
    /// <param name="values">Its elements in row-major order, copied.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf, of shape [rows, columns].</returns>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public Variable<T> Constant(ReadOnlySpan<T> values, int rows, int columns, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Leaf(LeafOperation<T>.Constant, "Constant", values, [rows, columns], name);

    /// <summary>A matrix that is not differentiated by: data.</summary>
    /// <param name="values">Its rows and columns, copied.</param>
    /// <param name="name">Its name; by default the C# expression of the values.</param>
    /// <returns>The leaf, of shape [rows, columns].</returns>
    public Variable<T> Constant(T[,] values, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Leaf(LeafOperation<T>.Constant, "Constant", PinnedMemory.Elements(values), [values.GetLength(0), values.GetLength(1)], name);
    }

    /// <summary>A scalar that is not differentiated by.</summary>
    /// <param name="value">Its value.</param>
    /// <returns>The leaf, of shape [].</returns>
    public Variable<T> Constant(T value) => Leaf(LeafOperation<T>.Constant, "Constant", [value], Shape.Scalar, null);

    /// <summary>Whole numbers that choose elements: classes, rows of an embedding.</summary>
    /// <param name="values">The indices in row-major order, copied; each operation checks their range.</param>
    /// <param name="shape">Their lengths.</param>
    /// <param name="name">Their name; by default the C# expression of the values.</param>
    /// <returns>The indices.</returns>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    public Indices<T> Indices(ReadOnlySpan<int> values, Shape shape, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        if (values.Length != shape.ElementCount) throw Errors.ValueCount("Indices", values.Length, shape);
        Occupancy inside = Enter();
        Variable<T> leaf = Leaf(LeafOperation<T>.Indices, in shape, name, inside);
        values.CopyTo(PinnedMemory.Span<int>(Values[leaf.Index].Address, values.Length));
        inside.Leave();
        return new Indices<T>(leaf);
    }

    /// <summary>A vector of indices.</summary>
    /// <param name="values">The indices, copied; each operation checks their range.</param>
    /// <param name="name">Their name; by default the C# expression of the values.</param>
    /// <returns>The indices, of shape [n].</returns>
    public Indices<T> Indices(ReadOnlySpan<int> values, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Indices(values, [values.Length], name);

    /// <summary>Indices that an operation was given as numbers, under the shape that it expects.</summary>
    internal Indices<T> IndicesFor(string operation, ReadOnlySpan<int> values, Shape shape) =>
        values.Length == shape.ElementCount ? Indices(values, shape, name: null) : throw Errors.IndexCount(operation, values.Length, shape);

    /// <summary>Puts a parameter on the tape; the same node each time within one recording. Its values are read in place.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Its node, a leaf one differentiates by.</returns>
    /// <exception cref="InvalidOperationException">It was updated since it was put on the tape in this recording.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Variable<T> Watch(Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Occupancy inside = Enter();
        try
        {
            return WatchInside(parameter);
        }
        finally
        {
            inside.Leave();
        }
    }

    private Variable<T> WatchInside(Parameter<T> parameter)
    {
        int node = Program.Count;
        if (Program.Expected == LeafOperation<T>.Parameter && _freshness.TryRenew(Values[node].Parameter, parameter))
        {
            Program.RepeatUntil(node + 1);
        }
        else if (_freshness.TryFind(parameter, out int known) && known < node)
        {
            _freshness.ThrowIfStale(Values[known].Parameter);
            return At(known);
        }
        else if (TrySwitch(LeafOperation<T>.Parameter, parameter.Shape, parameter))
        {
            _freshness.TryRenew(Values[node].Parameter, parameter);
            Program.RepeatUntil(node + 1);
        }
        else
        {
            Shape shape = parameter.Shape;
            node = Append(LeafOperation<T>.Parameter, [], in shape, isDifferentiable: true);
            Values[node].Address = parameter.Address;
            Values[node].Evaluated = NodeValue.Always;
            Values[node].Parameter = _freshness.Watch(parameter, node);
        }

        Program.SetName(node, parameter.Name);
        _callSites?.Add(node, _walkDepth > 0);
        _disturbances++;
        return At(node);
    }

    /// <summary>Evaluates the cotangents of all parameters, unless one was updated: then what is pending throws when it is read.</summary>
    internal void EvaluateParameters(ReadOnlySpan<CotangentOfNode> cotangents)
    {
        if (_freshness.AnyStale(Program.Count)) return;
        for (int k = 0; k < _freshness.Count && _freshness.NodeOf(k) < Program.Count; k++)
        {
            int cotangent = CotangentOfNode.Find(cotangents, _freshness.NodeOf(k));
            if (cotangent >= 0 && Values.IsPending(cotangent)) Read(At(cotangent));
        }
    }

    /// <summary>The node of a parameter, or false where it was not put on the tape in this recording.</summary>
    internal bool TryFind(Parameter<T> parameter, out Variable<T> node)
    {
        bool found = _freshness.TryFind(parameter, out int index) && index < Program.Count;
        node = found ? At(index) : default;
        return found;
    }

    private Variable<T> Leaf(LeafOperation<T> operation, in ReadOnlyTensorSpan<T> tensor, string? name)
    {
        Shape shape = tensor.Lengths;
        if (tensor.FlattenedLength != shape.ElementCount) throw Errors.NoElements();
        Occupancy inside = Enter();
        Variable<T> leaf = Leaf(operation, in shape, name, inside);
        tensor.FlattenTo(PinnedMemory.Span<T>(Values[leaf.Index].Address, shape.ElementCount));
        inside.Leave();
        return leaf;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Variable<T> Leaf(LeafOperation<T> operation, string caller, ReadOnlySpan<T> values, Shape shape, string? name)
    {
        if (values.Length != shape.ElementCount) throw Errors.ValueCount(caller, values.Length, shape);
        Occupancy inside = Enter();
        Variable<T> leaf = Leaf(operation, in shape, name, inside);
        values.CopyTo(PinnedMemory.Span<T>(Values[leaf.Index].Address, values.Length));
        inside.Leave();
        return leaf;
    }

    /// <summary>A leaf with memory of its own, into which the caller puts its values before it leaves the tape; where this throws, it has left.</summary>
    private Variable<T> Leaf(LeafOperation<T> operation, in Shape shape, string? name, Occupancy inside)
    {
        int node = Program.Count;
        bool isKnown = (node < Program.Known && Program[node].Operation == operation && Program[node].Shape == shape) || TrySwitch(operation, in shape, inside);
        if (isKnown) Program.RepeatUntil(node + 1);
        else AppendLeaf(operation, in shape, inside);
        Program.SetName(node, name);
        _callSites?.Add(node, _walkDepth > 0);
        if (shape.Rank != 0) _disturbances++;
        return At(node);
    }

    private void AppendLeaf(LeafOperation<T> operation, in Shape shape, Occupancy inside)
    {
        bool done = false;
        try
        {
            if (Program.Count < Program.Known) ForgetRest();
            nint address = _arena.Allocate(shape.ElementCount);
            int node = Append(operation, [], in shape, operation.IsDifferentiable);
            Values[node].Address = address;
            Values[node].Evaluated = NodeValue.Always;
            done = true;
        }
        finally
        {
            if (!done) inside.Leave();
        }
    }
}
