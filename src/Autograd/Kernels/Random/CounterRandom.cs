using System.Numerics;

namespace Autograd;

/// <summary>
/// Random numbers by their place alone, the k-th of a seed being SplitMix64's k-th: whichever thread computes them, in whatever order and however
/// often, they are the same.
/// </summary>
internal static class CounterRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private const int PartLength = 8192;

    /// <summary>Fills a span with a mask: 0 with a probability, else a number.</summary>
    /// <param name="destination">The mask.</param>
    /// <param name="seed">What the numbers follow from.</param>
    /// <param name="probability">How often 0 is, from 0 to 1; in steps of 2⁻³².</param>
    /// <param name="kept">What is in all other places.</param>
    /// <param name="parallel">Runs the parts.</param>
    public static void FillMask<T>(Span<T> destination, ulong seed, double probability, T kept, ParallelLoop parallel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Seeds that lie close together begin far apart.
        var origin = new SplitMix64(seed).Next();
        var parts = new Parts<T> { Destination = destination, Origin = origin, Threshold = (ulong)Math.Round(probability * (1L << 32)), Kept = kept };
        parallel.Run((destination.Length + PartLength - 1) / PartLength, destination.Length >= 16 * PartLength, parts);
    }

    private ref struct Parts<T> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Span<T> Destination;
        public ulong Origin;
        public ulong Threshold;
        public T Kept;

        public readonly void Run(int part)
        {
            int start = part * PartLength;
            Span<T> elements = Destination[start..Math.Min(start + PartLength, Destination.Length)];
            var random = new SplitMix64(Origin + ((ulong)(start / 2) * Step));
            for (int i = 0; i < elements.Length; i += 2)
            {
                ulong bits = random.Next();
                elements[i] = (bits >> 32) < Threshold ? T.Zero : Kept;
                if (i + 1 < elements.Length) elements[i + 1] = (uint)bits < Threshold ? T.Zero : Kept;
            }
        }
    }
}
