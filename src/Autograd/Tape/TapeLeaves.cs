using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What is put on a tape from outside.</content>
public sealed partial class Tape<T>
{
    private readonly Dictionary<Parameter<T>, int> _nodesOfParameters = new(ReferenceEqualityComparer.Instance);
    private Watched[] _watched = new Watched[8];
    private int _watchedCount;

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
        Enter();
        try
        {
            if (values.Length != shape.ElementCount) throw Errors.ValueCount("Indices", values.Length, shape);
            Variable<T> leaf = Leaf(LeafOperation<T>.Indices, in shape, name);
            values.CopyTo(PinnedMemory.Span<int>(Program[leaf.Index].Address, values.Length));
            return new Indices<T>(leaf);
        }
        finally
        {
            Exit();
        }
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
    public Variable<T> Watch(Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Enter();
        try
        {
            return WatchInside(parameter);
        }
        finally
        {
            Exit();
        }
    }

    private Variable<T> WatchInside(Parameter<T> parameter)
    {
        bool isKnown = _nodesOfParameters.TryGetValue(parameter, out int node);
        if (isKnown && node < Program.Count)
        {
            ThrowIfStale(Program[node].Parameter);
            return At(node);
        }

        if (isKnown && node == Program.Count)
        {
            _watched[Program[node].Parameter].Version = parameter.Version;
            Program.RepeatUntil(node + 1);
        }
        else
        {
            Shape shape = parameter.Shape;
            node = Append(LeafOperation<T>.Parameter, [], in shape, isDifferentiable: true);
            Program[node].Address = parameter.Address;
            Program[node].Evaluated = Node<T>.Always;
            Program[node].Parameter = _watchedCount;
            if (_watchedCount == _watched.Length) Array.Resize(ref _watched, 2 * _watchedCount);
            _watched[_watchedCount++] = new Watched { Parameter = parameter, Version = parameter.Version, Node = node };
            _nodesOfParameters.Add(parameter, node);
        }

        Program[node].Name = parameter.Name;
        _callSites?.Add(node, _walkDepth > 0);
        _disturbances++;
        return At(node);
    }

    /// <summary>The node of a parameter, or false where it was not put on the tape in this recording.</summary>
    internal bool TryFind(Parameter<T> parameter, out Variable<T> node)
    {
        bool found = _nodesOfParameters.TryGetValue(parameter, out int index) && index < Program.Count;
        node = found ? At(index) : default;
        return found;
    }

    /// <summary>The node of the parameter that was put on the tape as number <paramref name="position"/>; counts on.</summary>
    internal bool TryNextWatched(ref int position, out Variable<T> node)
    {
        bool found = position < _watchedCount && _watched[position].Node < Program.Count;
        node = found ? At(_watched[position++].Node) : default;
        return found;
    }

    void IStaleness.ThrowIfStale(int parameter) => ThrowIfStale(parameter);

    /// <summary>Whether a parameter was updated since it was recorded.</summary>
    internal bool AnyStale()
    {
        for (int k = 0; k < _watchedCount; k++)
        {
            if (_watched[k].Node < Program.Count && _watched[k].IsStale) return true;
        }

        return false;
    }

    private void ThrowIfStale(int parameter)
    {
        if (_watched[parameter].IsStale) throw Errors.Updated(_watched[parameter].Parameter.Name);
    }

    private Variable<T> Leaf(LeafOperation<T> operation, in ReadOnlyTensorSpan<T> tensor, string? name)
    {
        Enter();
        try
        {
            Shape shape = tensor.Lengths;
            if (tensor.FlattenedLength != shape.ElementCount) throw Errors.NoElements();
            Variable<T> leaf = Leaf(operation, in shape, name);
            tensor.FlattenTo(PinnedMemory.Span<T>(Program[leaf.Index].Address, shape.ElementCount));
            return leaf;
        }
        finally
        {
            Exit();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Variable<T> Leaf(LeafOperation<T> operation, string caller, ReadOnlySpan<T> values, Shape shape, string? name)
    {
        Enter();
        try
        {
            if (values.Length != shape.ElementCount) throw Errors.ValueCount(caller, values.Length, shape);
            Variable<T> leaf = Leaf(operation, in shape, name);
            values.CopyTo(PinnedMemory.Span<T>(Program[leaf.Index].Address, values.Length));
            return leaf;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>A leaf with memory of its own, into which the caller puts its values.</summary>
    private Variable<T> Leaf(LeafOperation<T> operation, in Shape shape, string? name)
    {
        int node = Program.Count;
        if (node < Program.Known && Program[node].Operation == operation && Program[node].Shape == shape)
        {
            Program.RepeatUntil(node + 1);
        }
        else
        {
            if (node < Program.Known) ForgetRest();
            nint address = _arena.Allocate(shape.ElementCount);
            Append(operation, [], in shape, operation.IsDifferentiable);
            Program[node].Address = address;
            Program[node].Evaluated = Node<T>.Always;
        }

        Program[node].Name = name;
        _callSites?.Add(node, _walkDepth > 0);
        if (shape.Rank != 0) _disturbances++;
        return At(node);
    }

    /// <summary>A parameter that is on the tape, and how often it had been updated when it came there.</summary>
    private struct Watched
    {
        public Parameter<T> Parameter;
        public int Version;
        public int Node;

        public readonly bool IsStale => Parameter.Version != Version;
    }
}
