using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What is put on a tape from outside.</content>
public sealed partial class Tape<T>
{
    private readonly Dictionary<Parameter<T>, int> _nodesOfParameters = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Parameter<T> Parameter, int Version)> _watched = [];

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
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (values.Length != shape.ElementCount) throw Errors.ValueCount("Indices", values.Length, shape);
        nint address = _arena.Allocate(shape.ElementCount);
        values.CopyTo(PinnedMemory.Span<int>(address, values.Length));
        return new Indices<T>(AppendLeaf(LeafOperation<T>.Indices, in shape, name, address));
    }

    /// <summary>A vector of indices.</summary>
    /// <param name="values">The indices, copied; each operation checks their range.</param>
    /// <param name="name">Their name; by default the C# expression of the values.</param>
    /// <returns>The indices, of shape [n].</returns>
    public Indices<T> Indices(ReadOnlySpan<int> values, [CallerArgumentExpression(nameof(values))] string? name = null) =>
        Indices(values, [values.Length], name);

    /// <summary>Puts a parameter on the tape; the same node each time within one recording. Its values are read in place.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Its node, a leaf one differentiates by.</returns>
    /// <exception cref="InvalidOperationException">It was updated since it was put on the tape in this recording.</exception>
    public Variable<T> Watch(Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_nodesOfParameters.TryGetValue(parameter, out int known))
        {
            ThrowIfStale(Program[known].Parameter);
            return At(known);
        }

        Shape shape = parameter.Shape;
        Variable<T> leaf = AppendLeaf(LeafOperation<T>.Parameter, in shape, parameter.Name, parameter.Address);
        Program[leaf.Index].Parameter = _watched.Count;
        _watched.Add((parameter, parameter.Version));
        _nodesOfParameters.Add(parameter, leaf.Index);
        return leaf;
    }

    /// <summary>The node of a parameter, or false where it was not put on the tape in this recording.</summary>
    internal bool TryFind(Parameter<T> parameter, out Variable<T> node)
    {
        bool found = _nodesOfParameters.TryGetValue(parameter, out int index);
        node = found ? At(index) : default;
        return found;
    }

    void IStaleness.ThrowIfStale(int parameter) => ThrowIfStale(parameter);

    /// <summary>Forgets the nodes from <paramref name="count"/> on, and that a parameter was put on the tape by one of them.</summary>
    internal void Truncate(int count)
    {
        Program.Truncate(count);
        foreach (var (parameter, _) in _watched)
        {
            if (_nodesOfParameters.TryGetValue(parameter, out int node) && node >= count) _nodesOfParameters.Remove(parameter);
        }
    }

    private bool AnyStale()
    {
        foreach (var (parameter, version) in _watched)
        {
            if (parameter.Version != version) return true;
        }

        return false;
    }

    private void ThrowIfStale(int parameter)
    {
        var (watched, version) = _watched[parameter];
        if (watched.Version != version) throw Errors.Updated(watched.Name);
    }

    private Variable<T> Leaf(LeafOperation<T> operation, in ReadOnlyTensorSpan<T> tensor, string? name)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Shape shape = tensor.Lengths;
        if (tensor.FlattenedLength != shape.ElementCount) throw Errors.NoElements();
        nint address = _arena.Allocate(shape.ElementCount);
        tensor.FlattenTo(PinnedMemory.Span<T>(address, shape.ElementCount));
        return AppendLeaf(operation, in shape, name, address);
    }

    private Variable<T> Leaf(LeafOperation<T> operation, string caller, ReadOnlySpan<T> values, Shape shape, string? name)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (values.Length != shape.ElementCount) throw Errors.ValueCount(caller, values.Length, shape);
        nint address = _arena.Allocate(shape.ElementCount);
        values.CopyTo(PinnedMemory.Span<T>(address, values.Length));
        return AppendLeaf(operation, in shape, name, address);
    }

    private Variable<T> AppendLeaf(LeafOperation<T> operation, in Shape shape, string? name, nint address)
    {
        int index = Program.Append(operation, [], in shape, operation.IsDifferentiable);
        ref Node<T> node = ref Program[index];
        node.Name = name;
        node.Address = address;
        _callSites?.Add(index, _recordingAdjoint);
        return At(index);
    }
}
