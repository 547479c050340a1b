using System.Numerics;

namespace Autograd;

/// <summary>What the loss of classes is told beside them.</summary>
/// <param name="Operation">The public method.</param>
/// <param name="Weights">A weight for each class, or none.</param>
/// <param name="Smoothing">The share of each target that all classes get alike.</param>
/// <param name="Ignored">The index of no class, if there is one.</param>
/// <param name="Reduction">Whether their mean is given, their sum or each by itself.</param>
internal readonly record struct ClassLoss<T>(string Operation, Variable<T> Weights, T Smoothing, int? Ignored, LossReduction Reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether nothing was asked for.</summary>
    private bool IsPlain => Weights.IsDefault && Smoothing == T.Zero && Ignored is null;

    /// <summary>Refuses what does not fit logarithms of probabilities along a dimension.</summary>
    public void Check(Variable<T> logarithms, int dimension)
    {
        if (!(Smoothing >= T.Zero && Smoothing <= T.One)) throw Errors.NumberOutside(Operation, "the smoothing", Smoothing, "from 0 to 1", "smoothing");
        if (Weights.IsDefault) return;
        Shape given = logarithms.Tape.NodeOf(Weights, Operation).Shape, expected = [logarithms.Shape[dimension]];
        if (given != expected) throw Errors.ShapesDiffer(Operation, "the weights", given, "the classes", expected);
    }

    /// <summary>The loss −w ln p of the class of each example.</summary>
    public Variable<T> Of(Variable<T> logarithms, Indices<T> classes, int dimension)
    {
        if (IsPlain) return -Put(logarithms.Apply(new PickOperation<T>(dimension), classes));
        int count = logarithms.Shape[dimension];
        Variable<T> chosen = classes.Node.Apply(new OneHotOperation<T>(count, Ignored)), weighted = Weighted(chosen);
        Variable<T> targets = Smoothing == T.Zero ? weighted : Weighted((chosen * (T.One - Smoothing)) + (chosen.Sum([dimension], keep: true) * (Smoothing / T.CreateSaturating(count))));
        Variable<T> losses = -logarithms.MaskedBy(targets).Sum(dimension);
        if (Reduction != LossReduction.Mean || (Weights.IsDefault && Ignored is null)) return Put(losses);

        // The mean counts each example by its weight; of none it is 0.
        Variable<T> total = weighted.Sum();
        return total.Tape.Where(total, losses.Sum() / total, T.Zero);
    }

    /// <summary>The loss −Σ w t ln p of each example.</summary>
    public Variable<T> Of(Variable<T> logarithms, Variable<T> probabilities)
    {
        Variable<T> targets = Smoothing == T.Zero ? probabilities : (probabilities * (T.One - Smoothing)) + (Smoothing / T.CreateSaturating(logarithms.Shape[^1]));
        return -Put(logarithms.MaskedBy(Weighted(targets)).Sum(-1));
    }

    private Variable<T> Weighted(Variable<T> targets) => Weights.IsDefault ? targets : targets * Weights;

    private Variable<T> Put(Variable<T> losses) => Operations.Reduced(Operation, losses, Reduction);
}
