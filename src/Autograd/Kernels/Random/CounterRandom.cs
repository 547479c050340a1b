using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Random numbers by their place alone, the k-th of a seed being SplitMix64's k-th: whichever thread computes them, in whatever order and however
/// often, they are the same. Whole numbers all the way, so that every width of vectors gives the same bits.
/// </summary>
internal static class CounterRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private const int PartLength = 8192;

    /// <summary>Fills a span with a mask: 0 with a probability, else a number.</summary>
    /// <param name="destination">The mask. Elements 2k and 2k + 1 follow from the lower and the upper half of the k-th number.</param>
    /// <param name="seed">What the numbers follow from.</param>
    /// <param name="probability">How often 0 is, from 0 to 1; in steps of 2⁻³².</param>
    /// <param name="kept">What is in all other places.</param>
    /// <param name="parallel">Runs the parts.</param>
    public static void FillMask<T>(Span<T> destination, ulong seed, double probability, T kept, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double threshold = Math.Round(probability * (1L << 32));
        if (threshold > uint.MaxValue)
        {
            destination.Clear();
            return;
        }

        // Seeds that lie close together begin far apart.
        ulong origin = new SplitMix64(seed).Next();
        var parts = new Parts<T> { Destination = destination, Origin = origin, Threshold = (uint)threshold, Kept = kept };
        parallel.Run((destination.Length + PartLength - 1) / PartLength, destination.Length >= 16 * PartLength, parts);
    }

    /// <summary>What SplitMix64 makes of its state, eight times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mix(Vector512<ulong> z)
    {
        z = (z ^ (z >>> 30)) * Vector512.Create(0xBF58476D1CE4E5B9UL);
        z = (z ^ (z >>> 27)) * Vector512.Create(0x94D049BB133111EBUL);
        return z ^ (z >>> 31);
    }

    private ref struct Parts<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Span<T> Destination;
        public ulong Origin;
        public uint Threshold;
        public T Kept;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int start = part * PartLength, i = 0;
            Span<T> elements = Destination[start..Math.Min(start + PartLength, Destination.Length)];
            ulong state = Origin + ((ulong)(start / 2) * Step);
            Vector512<ulong> states = Vector512.Create(state) + (Vector512.Create(1UL, 2, 3, 4, 5, 6, 7, 8) * Step);
            for (; i <= elements.Length - 16; i += 16)
            {
                Write(Vector512.GreaterThanOrEqual(Mix(states).AsUInt32(), Vector512.Create(Threshold)), elements.Slice(i, 16));
                states += Vector512.Create(unchecked(8 * Step));
            }

            var random = new SplitMix64(state + ((ulong)(i / 2) * Step));
            for (; i < elements.Length; i += 2)
            {
                ulong bits = random.Next();
                elements[i] = (uint)bits < Threshold ? T.Zero : Kept;
                if (i + 1 < elements.Length) elements[i + 1] = (uint)(bits >> 32) < Threshold ? T.Zero : Kept;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write(Vector512<uint> isKept, Span<T> elements)
        {
            if (typeof(T) == typeof(float))
            {
                (isKept & Vector512.Create(BitConverter.SingleToUInt32Bits(float.CreateTruncating(Kept)))).StoreUnsafe(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, uint>(elements)));
                return;
            }

            ref long first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, long>(elements));
            Vector512<long> kept = Vector512.Create(BitConverter.DoubleToInt64Bits(double.CreateTruncating(Kept)));
            (Vector512.WidenLower(isKept.AsInt32()) & kept).StoreUnsafe(ref first);
            (Vector512.WidenUpper(isKept.AsInt32()) & kept).StoreUnsafe(ref first, 8);
        }
    }
}
