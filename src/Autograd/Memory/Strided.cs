using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Authoring;

/// <summary>The elements of a tensor where they lie: a reference to the first one and the layout of the rest. Read only.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct Strided<T>
    where T : unmanaged
{
    private readonly ref readonly T _origin;
    private readonly Shape _shape;
    private readonly Strides _strides;

    internal Strided(ref readonly T origin, scoped in Layout layout)
    {
        _origin = ref origin;
        _shape = layout.Shape;
        _strides = layout.Strides;
    }

    internal Strided(ref readonly T origin, scoped in Shape shape, scoped in Strides strides)
    {
        _origin = ref origin;
        _shape = shape;
        _strides = strides;
    }

    /// <summary>Shape and strides.</summary>
    public Layout Layout => new(_shape, _strides);

    /// <summary>The lengths.</summary>
    [UnscopedRef]
    public ref readonly Shape Shape => ref _shape;

    /// <summary>The strides, in elements.</summary>
    [UnscopedRef]
    public ref readonly Strides Strides => ref _strides;

    /// <summary>The element with index (0, …, 0).</summary>
    internal ref readonly T Origin => ref _origin;

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The layout is not contiguous, or this is <c>default</c>, which shows no elements.</exception>
    public ReadOnlySpan<T> Span
    {
        get
        {
            if (Unsafe.IsNullRef(in _origin)) throw Errors.NoOperand();
            return Layout.IsContiguous ? MemoryMarshal.CreateReadOnlySpan(in _origin, Shape.ElementCount) : throw Errors.NotContiguous(Shape);
        }
    }

    /// <summary>Some elements along one dimension, of which there is one at least.</summary>
    internal Strided<T> Part(int dimension, int start, int length) =>
        new(in Unsafe.Add(ref Unsafe.AsRef(in _origin), (nint)start * _strides[dimension]), _shape.With(dimension, length), in _strides);

    /// <summary>The same elements seen under a larger shape that this one broadcasts to.</summary>
    internal Strided<T> BroadcastTo(Shape shape) => new(in _origin, Layout.BroadcastTo(shape));
}
