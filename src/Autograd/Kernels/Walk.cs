using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Reads the elements of a strided tensor in row-major order.</summary>
internal ref struct Walk<T>
    where T : unmanaged
{
    private readonly Strided<T> _source;
    private DimensionValues _index;
    private nint _offset;

    public Walk(scoped in Strided<T> source) => _source = source;

    public T Next()
    {
        T value = Unsafe.Add(ref Unsafe.AsRef(in _source.Origin), _offset);
        for (int d = _source.Shape.Rank - 1; d >= 0; d--)
        {
            _offset += _source.Strides[d];
            if (++_index[d] < _source.Shape[d]) break;
            _offset -= (nint)_source.Strides[d] * _source.Shape[d];
            _index[d] = 0;
        }

        return value;
    }
}
