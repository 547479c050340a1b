using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The logarithms of sums of exponentials of contiguous rows, some rows at a time.</summary>
internal ref struct ParallelLogSumExp<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From this many elements on, several threads are worth it.</summary>
    private const int ParallelLength = 1 << 14;

    private const int LongLength = 1 << 17;

    private ref T _source;
    private Span<T> _destination;
    private int _length;
    private int _partLength;

    /// <summary>Computes all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref T source, Span<T> destination, int length, ParallelLoop? parallel)
    {
        long count = (long)destination.Length * length;
        if (count < ParallelLength || parallel is not { Degree: > 1 })
        {
            SoftmaxFamily.LogSumExpOfRows(ref source, destination, length);
            return;
        }

        int parts = Math.Min(4 * parallel.Degree, destination.Length), partLength = (destination.Length + parts - 1) / parts;
        parallel.Run(
            (destination.Length + partLength - 1) / partLength,
            count >= LongLength,
            new ParallelLogSumExp<T> { _source = ref source, _destination = destination, _length = length, _partLength = partLength });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int start = part * _partLength;
        Span<T> rows = _destination.Slice(start, Math.Min(_partLength, _destination.Length - start));
        SoftmaxFamily.LogSumExpOfRows(ref Unsafe.Add(ref _source, (nint)start * _length), rows, _length);
    }
}
