namespace Autograd;

/// <summary>From one rate to another along half a wave of the cosine.</summary>
internal static class Cosine
{
    /// <summary>The rate where so much of the way is done, from 0 to 1; both ends exactly.</summary>
    public static double Between(double start, double end, double done)
    {
        double share = (1 + Math.Cos(Math.PI * done)) / 2;
        return (share * start) + ((1 - share) * end);
    }
}
