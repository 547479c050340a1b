using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>What was given, if it is in range.</summary>
internal static class Checked
{
    /// <summary>From 0 to below 1.</summary>
    public static double Fraction(string caller, string what, double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= 0 && value < 1 ? value : throw TrainingErrors.NotAFraction(caller, what, value, parameter);

    /// <summary>Above 0, finite.</summary>
    public static double Positive(string caller, string what, double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) && value > 0 ? value : throw TrainingErrors.NotPositive(caller, what, value, parameter);

    /// <summary>0 or more, finite.</summary>
    public static double NotNegative(string caller, string what, double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw TrainingErrors.Negative(caller, what, value, parameter);

    /// <summary>Above 0, up to 1.</summary>
    public static double Share(string caller, string what, double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value > 0 && value <= 1 ? value : throw TrainingErrors.NotAboveZeroToOne(caller, what, value, parameter);

    /// <summary>At least one, none null, none twice.</summary>
    public static Parameter<T>[] Parameters<T>(string caller, IEnumerable<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameter<T>[] all = [.. parameters];
        if (all.Length == 0) throw TrainingErrors.NoParameters(caller);
        var known = new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance);
        for (int k = 0; k < all.Length; k++)
        {
            if (all[k] is null) throw TrainingErrors.ParameterMissing(caller, k);
            if (!known.Add(all[k])) throw TrainingErrors.ParameterTwice(caller, all[k].Name);
        }

        return all;
    }

    /// <summary>At least so many.</summary>
    public static long AtLeast(int least, string caller, string what, long value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= least ? value : throw TrainingErrors.LengthBelow(caller, what, value, least, parameter);

    /// <summary>From one number to another.</summary>
    public static int Between(int least, int most, string caller, string what, int value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= least && value <= most ? value : throw TrainingErrors.CountOutside(caller, what, value, least, most, parameter);
}
