using System.Numerics;

namespace Autograd;

/// <summary>
/// Pseudorandom numbers that are the same for a seed on every machine, runtime and run, which <see cref="System.Random"/> does not
/// promise. For one thread at a time; not for cryptography.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled by
/// SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014), as its authors advise. Only
/// integer arithmetic and + − × ÷ √ are used, which IEEE 754 defines to the last bit.
/// </remarks>
public sealed class RandomGenerator
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareNormal;
    private bool _hasSpareNormal;

    /// <summary>A generator that starts at a seed.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences.</param>
    public RandomGenerator(ulong seed) => Restart(seed);

    internal RandomGenerator(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>Where it is in its sequence. A generator that is given the state of another goes on with the same numbers.</summary>
    /// <example><code>RandomGeneratorState state = random.State; /* … */ random.State = state;</code></example>
    /// <exception cref="ArgumentException">The state is <c>default</c>: four zeros, from which no other number follows.</exception>
    public RandomGeneratorState State
    {
        get => new(_s0, _s1, _s2, _s3, _hasSpareNormal ? _spareNormal : null);
        set
        {
            if ((value.S0 | value.S1 | value.S2 | value.S3) == 0) throw Errors.NoRandomState();
            (_s0, _s1, _s2, _s3) = (value.S0, value.S1, value.S2, value.S3);
            (_spareNormal, _hasSpareNormal) = (value.SpareNormal ?? 0, value.SpareNormal.HasValue);
        }
    }

    /// <summary>Begins again as a new generator would with a seed.</summary>
    internal void Restart(ulong seed)
    {
        var bits = new SplitMix64(seed);
        (_s0, _s1, _s2, _s3) = (bits.Next(), bits.Next(), bits.Next(), bits.Next());
        _hasSpareNormal = false;
    }

    /// <summary>The next 64 random bits.</summary>
    /// <returns>A number uniform over all of <see cref="ulong"/>.</returns>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9, shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A generator of its own, for a part of a computation that others should not disturb: what it gives does not depend on how much they draw.</summary>
    /// <returns>The generator, whose seed is the next 64 bits of this one.</returns>
    public RandomGenerator Split() => new(NextBits());

    /// <summary>A number uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    /// <returns>The number.</returns>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Fills a span with numbers uniform between two bounds.</summary>
    internal void FillUniform<T>(Span<T> values, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double start = double.CreateChecked(low), width = double.CreateChecked(high) - start;
        foreach (ref T value in values) value = T.CreateSaturating(start + (NextUniform() * width));
    }

    /// <summary>Fills a span with numbers of a normal distribution.</summary>
    internal void FillNormal<T>(Span<T> values, T mean, T deviation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double center = double.CreateChecked(mean), scale = double.CreateChecked(deviation);
        foreach (ref T value in values) value = T.CreateSaturating(center + (NextNormal() * scale));
    }

    /// <summary>Fills a span with numbers of the exponential distribution with mean 1, −ln u of numbers u in the middle of 2⁵³ equal parts of 0 to 1.</summary>
    internal void FillExponential<T>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T value in values) value = T.CreateSaturating(-NaturalLogarithm(NextUniform() + (0.5 / (1L << 53))));
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1, each equally likely.</summary>
    /// <remarks>By multiplication, with the few numbers drawn again that would favor some (D. Lemire, 2019).</remarks>
    /// <param name="bound">How many numbers there are to choose from, at least 1.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextBelow(int bound)
    {
        if (bound < 1) throw Errors.NumberBelow("NextBelow", "the bound", bound, 1, nameof(bound));
        uint range = (uint)bound, rejected = (0 - range) % range;
        ulong product;
        do product = (NextBits() >> 32) * range;
        while ((uint)product < rejected);
        return (int)(product >> 32);
    }

    /// <summary>A number of the normal distribution with mean 0 and variance 1.</summary>
    /// <remarks>
    /// The polar method (G. Marsaglia, T. Bray, 1964): a point (u, v) uniform in the unit disk, q = u² + v², gives the two numbers
    /// u √(−2 ln q / q) and v √(−2 ln q / q).
    /// </remarks>
    /// <returns>The number.</returns>
    public double NextNormal()
    {
        if (_hasSpareNormal)
        {
            _hasSpareNormal = false;
            return _spareNormal;
        }

        double u, v, q;
        do
        {
            u = (2 * NextUniform()) - 1;
            v = (2 * NextUniform()) - 1;
            q = (u * u) + (v * v);
        }
        while (q >= 1 || q == 0);

        double factor = Math.Sqrt(-2 * NaturalLogarithm(q) / q);
        _spareNormal = v * factor;
        _hasSpareNormal = true;
        return u * factor;
    }

    /// <summary>Puts elements into a random order, each order equally likely (the shuffle of R. Fisher and F. Yates).</summary>
    /// <param name="items">The elements.</param>
    /// <typeparam name="TItem">Their type.</typeparam>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>
    /// ln x for a positive, normal x, by ln x = e ln 2 + 2 artanh((m − 1)/(m + 1)) where x = m 2ᵉ and 1/√2 ≤ m ≤ √2. Of our own, since
    /// the last bit of Math.Log depends on the operating system.
    /// </summary>
    internal static double NaturalLogarithm(double x)
    {
        int exponent = Math.ILogB(x);
        double m = Math.ScaleB(x, -exponent);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }

        // The series of artanh: the first term left out is below 2⁻⁵³ of the sum, as s² ≤ 0.0295.
        double s = (m - 1) / (m + 1), square = s * s, sum = 0;
        for (int k = 11; k >= 0; k--) sum = (sum * square) + (1.0 / ((2 * k) + 1));
        return (2 * s * sum) + (exponent * 0.6931471805599453);
    }
}
