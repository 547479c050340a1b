using System.Numerics;

namespace Autograd;

/// <summary>Dropout at several places of one layer.</summary>
internal static class PassDropout
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Sets elements to 0 in training; without a probability, or to infer, it is x.</summary>
        public Variable<T> Dropout(double probability, Pass pass, ulong stream) =>
            probability == 0 || !pass.IsTraining ? x : x.Dropout(T.CreateSaturating(probability), SeedOf(pass, stream));
    }

    /// <summary>What the choices of one place follow from in a pass. Mixed, not added: places with numbers close together would else trade choices from step to step.</summary>
    public static ulong SeedOf(Pass pass, ulong stream) => new SplitMix64(pass.Seed).Next() ^ stream;

    /// <summary>Refuses what is no probability below 1.</summary>
    public static double Check(string layer, double probability) =>
        probability is >= 0 and < 1 ? probability : throw TrainingErrors.NotAFraction(layer, "dropout", probability, "dropout");

    /// <summary>Refuses a pass that was not told, where something is left to chance in training.</summary>
    public static void Check(string layer, double probability, Pass pass)
    {
        if (probability != 0 && !pass.IsSpecified) throw TrainingErrors.PassUnspecified(layer);
    }
}
