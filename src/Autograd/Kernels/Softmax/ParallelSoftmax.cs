using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A softmax, or its logarithm, cut along the first dimension where no sum runs over that.</summary>
internal ref struct ParallelSoftmax<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From this many elements on, several threads are worth it.</summary>
    private const int ParallelLength = 1 << 14;

    private const int LongLength = 1 << 17;

    private Strided<T> _x;
    private Dimensions _dimensions;
    private bool _logarithm;
    private Span<T> _destination;
    private int _partLength;

    /// <summary>Computes the whole of it.</summary>
    public static void Run(scoped in Strided<T> x, Dimensions dimensions, bool logarithm, Span<T> destination, ParallelLoop parallel)
    {
        var body = new ParallelSoftmax<T> { _x = x, _dimensions = dimensions, _logarithm = logarithm, _destination = destination };
        if (parallel.Degree == 1 || destination.Length < ParallelLength || dimensions.Contains(0))
        {
            body.Compute(in x, destination);
            return;
        }

        int length = x.Shape[0], parts = Math.Min(4 * parallel.Degree, length);
        body._partLength = (length + parts - 1) / parts;
        parallel.Run((length + body._partLength - 1) / body._partLength, destination.Length >= LongLength, body);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int start = part * _partLength, length = _x.Shape[0], count = Math.Min(_partLength, length - start), inside = _destination.Length / length;
        ref readonly T origin = ref Unsafe.Add(ref Unsafe.AsRef(in _x.Origin), (nint)start * _x.Strides[0]);
        Compute(new Strided<T>(in origin, _x.Shape.With(0, count), in _x.Strides), _destination.Slice(start * inside, count * inside));
    }

    private readonly void Compute(scoped in Strided<T> x, Span<T> destination)
    {
        if (_logarithm) SoftmaxFamily.LogSoftmax(x, _dimensions, destination);
        else SoftmaxFamily.Softmax(x, _dimensions, destination);
    }
}
