using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// A product of a vector with a <see cref="SoftmaxJacobian"/>, cut along what is kept before the first dimension that is reduced.
/// </summary>
internal ref struct ParallelSoftmaxJacobian<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From this many elements on, several threads are worth it.</summary>
    private const int ParallelLength = 1 << 14;

    private const int LongLength = 1 << 17;

    private SoftmaxJacobian _jacobian;
    private ref T _x;
    private ref T _p;
    private Span<T> _destination;
    private Shape _shape;
    private Dimensions _reduced;
    private int _inside;
    private int _partLength;

    /// <summary>Computes the whole of it.</summary>
    /// <param name="jacobian">Of what, and whether transposed.</param>
    /// <param name="x">The vector, contiguous. Where all elements that are reduced together were cut off, −0, the result is so, too.</param>
    /// <param name="p">The softmax, contiguous, in the shape of x.</param>
    /// <param name="reduced">The dimensions over which p sums to 1.</param>
    /// <param name="destination">Row-major, in the shape of x; must not overlap the operands.</param>
    /// <param name="parallel">The threads.</param>
    public static void Run(SoftmaxJacobian jacobian, scoped in Strided<T> x, scoped in Strided<T> p, Dimensions reduced, Span<T> destination, ParallelLoop parallel)
    {
        if (destination.IsEmpty) return;
        Shape shape = x.Shape;
        int leading = 0, outside = 1;
        while (leading < shape.Rank && !reduced.Contains(leading)) outside *= shape[leading++];

        // Neighbouring dimensions of a kind become one.
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        var inner = Dimensions.None;
        int rank = 0;
        for (int d = leading; d < shape.Rank; d++)
        {
            if (shape[d] == 1) continue;
            bool isNew = rank == 0 || inner.Contains(rank - 1) != reduced.Contains(d);
            if (isNew) lengths[rank++] = 1;
            if (reduced.Contains(d)) inner = inner.Add(rank - 1);
            lengths[rank - 1] *= shape[d];
        }

        var body = new ParallelSoftmaxJacobian<T>
        {
            _jacobian = jacobian, _x = ref Unsafe.AsRef(in x.Origin), _p = ref Unsafe.AsRef(in p.Origin), _destination = destination,
            _shape = new Shape(lengths[..rank]), _reduced = inner, _inside = destination.Length / outside, _partLength = outside,
        };
        if (parallel.Degree == 1 || destination.Length < ParallelLength || outside == 1)
        {
            body.Run(0);
            return;
        }

        int parts = Math.Min(4 * parallel.Degree, outside);
        body._partLength = (outside + parts - 1) / parts;
        parallel.Run((outside + body._partLength - 1) / body._partLength, destination.Length >= LongLength, body);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int start = part * _partLength * _inside;
        Span<T> destination = _destination.Slice(start, Math.Min(_partLength * _inside, _destination.Length - start));
        ref T x = ref Unsafe.Add(ref _x, start), p = ref Unsafe.Add(ref _p, start);
        if (Vector512.IsHardwareAccelerated) SoftmaxJacobianSlabs<Lane512<T>, T>.Run(_jacobian, ref x, ref p, destination, in _shape, _reduced);
        else if (Vector256.IsHardwareAccelerated) SoftmaxJacobianSlabs<Lane256<T>, T>.Run(_jacobian, ref x, ref p, destination, in _shape, _reduced);
        else if (Vector128.IsHardwareAccelerated) SoftmaxJacobianSlabs<Lane128<T>, T>.Run(_jacobian, ref x, ref p, destination, in _shape, _reduced);
        else SoftmaxJacobianSlabs<ScalarLane<T>, T>.Run(_jacobian, ref x, ref p, destination, in _shape, _reduced);
    }
}
