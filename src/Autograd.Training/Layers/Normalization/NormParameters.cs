using System.Numerics;

namespace Autograd;

/// <summary>What normalizations have in common.</summary>
internal static class NormParameters
{
    /// <summary>A scale to begin with.</summary>
    public static Parameter<T> Ones<T>(string name, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ones = new Parameter<T>(name, shape);
        ones.Update().Fill(T.One);
        return ones;
    }

    /// <summary>ε, checked.</summary>
    public static T Epsilon<T>(string layer, double epsilon)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        double.IsFinite(epsilon) && epsilon >= 0 ? T.CreateSaturating(epsilon) : throw TrainingErrors.Negative(layer, "epsilon", epsilon, nameof(epsilon));

    /// <summary>Refuses lengths that are none.</summary>
    public static void CheckLengths(string layer, Shape lengths)
    {
        if (lengths.Rank == 0 || lengths.ElementCount == 0) throw LayerErrors.NothingToNormalize(layer, lengths);
    }
}
