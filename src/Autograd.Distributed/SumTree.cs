using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Adds up numbers in one binary tree, in which neighbours are added first, level by level, as binary counting carries. By the core's kernels, which are compiled for
/// speed at once: those of the base library run slowly for seconds in a process that is bound to one core.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="count">The number of addends.</param>
/// <param name="length">The number of elements of each.</param>
internal sealed class SumTree<T>(int count, int length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Sums of 1, 2, 4, … addends; which of them there are is said by the bits of the number that were added.
    private readonly T[][] _sums = [.. Enumerable.Range(0, BitOperations.Log2((2 * (uint)count) - 1)).Select(_ => new T[length])];
    private readonly ElementKernel<T> _add = OfTwo<T, AddOperation<T>>.Kernel(default), _divide = OfTwo<T, DivideOperation<T>>.Kernel(default);

    /// <summary>Adds elements of one more addend to the sums that they complete: to a single one, the pair that this makes to a pair, and so on; the last to all sums that are left.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="added">How many addends there were before.</param>
    /// <param name="start">Where the elements begin.</param>
    /// <param name="total">Where the sum of all goes; may be <paramref name="x"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<T> x, int added, int start, Span<T> total)
    {
        bool isLast = added + 1 == count;
        Span<T> sum = isLast ? total : _sums[BitOperations.TrailingZeroCount(added + 1)].AsSpan(start, x.Length);
        int left = isLast ? added : added & ~(added + 1);
        if (left == 0) PinnedMemory.Copy(x, sum);
        for (; left != 0; left &= left - 1, x = sum) Row(_add, _sums[BitOperations.TrailingZeroCount(left)].AsSpan(start, x.Length), x, 1, sum);
    }

    /// <summary>Divides elements by a number.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="divisor">The number.</param>
    public void Divide(Span<T> x, T divisor) => Row(_divide, x, new ReadOnlySpan<T>(in divisor), 0, x);

    private static void Row(ElementKernel<T> kernel, ReadOnlySpan<T> a, ReadOnlySpan<T> b, int step, Span<T> y)
    {
        ref T second = ref MemoryMarshal.GetReference(b);
        kernel.Row(ref MemoryMarshal.GetReference(a), 1, ref second, step, ref second, step, ref MemoryMarshal.GetReference(y), y.Length);
    }
}
