using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The elements of a tensor where they lie: a reference to the first one and the layout of the rest. Read only.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct Strided<T>
    where T : unmanaged
{
    private readonly ref readonly T _origin;

    internal Strided(ref readonly T origin, scoped in Layout layout)
    {
        _origin = ref origin;
        Layout = layout;
    }

    /// <summary>Shape and strides.</summary>
    public Layout Layout { get; }

    /// <summary>The lengths.</summary>
    public Shape Shape => Layout.Shape;

    /// <summary>The strides, in elements.</summary>
    public Strides Strides => Layout.Strides;

    /// <summary>The element with index (0, …, 0).</summary>
    internal ref readonly T Origin => ref _origin;

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The layout is not contiguous.</exception>
    public ReadOnlySpan<T> Span => Layout.IsContiguous
        ? MemoryMarshal.CreateReadOnlySpan(in _origin, Shape.ElementCount)
        : throw Errors.NotContiguous(Shape);

    /// <summary>The same elements seen under a larger shape that this one broadcasts to.</summary>
    internal Strided<T> BroadcastTo(Shape shape) => new(in _origin, Layout.BroadcastTo(shape));
}
