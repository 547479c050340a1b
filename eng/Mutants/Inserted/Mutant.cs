using System.Globalization;

namespace Autograd;

/// <summary>Which change of the sources is in force; only in the copy of the repository that eng/Mutants makes.</summary>
internal static class Mutant
{
    /// <summary>The number of the change, or −1 for the sources as they are.</summary>
    public static volatile int Active = -1;

    /// <summary>Which places have been reached, while that is recorded.</summary>
    public static readonly bool[]? Reached = Environment.GetEnvironmentVariable("MUTANTS_REACHED") is { } count ? new bool[int.Parse(count, CultureInfo.InvariantCulture)] : null;

    public static bool Is(int number)
    {
        if (Reached is not null) Reached[number] = true;
        return number == Active;
    }
}
