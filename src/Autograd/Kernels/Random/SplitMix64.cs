namespace Autograd;

/// <summary>Random numbers that are the same everywhere and for ever: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform on 0 ≤ x &lt; 1, with 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>A direction whose components lie from ½ to 3/2 in size, with random signs: none is so small that it hides an element.</summary>
    public double[] NextDirection(int count)
    {
        var direction = new double[count];
        for (int i = 0; i < count; i++)
        {
            double size = 0.5 + NextDouble();
            direction[i] = (Next() & 1) == 0 ? size : -size;
        }

        return direction;
    }
}
