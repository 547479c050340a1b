using System.Numerics;

namespace Autograd;

/// <summary>
/// Classes as rows: y[…, k] = 1 where the index is k, else 0; zeros alone where it is the one that is ignored. Indices have no derivative.
/// </summary>
/// <param name="Length">The number of classes.</param>
/// <param name="Ignored">The index of no class, if there is one.</param>
internal readonly record struct ClassIndicatorOperation<T>(int Length, int? Ignored) : IKernelOperation<ClassIndicatorOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ClassIndicator";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(ClassIndicatorOperation<T> operation)
    {
        Notation classes = Notation.Function("classes").ConstantIn(0);
        string length = Notation.Text(operation.Length);
        return operation.Ignored is { } ignored
            ? classes.WithAttributes(length, Notation.Text(ignored)).Explained("classes(t, n, i)", "for each index in t a row of n numbers, 1 in its place, else 0; zeros where it is i")
            : classes.WithAttributes(length).Explained("classes(t, n)", "for each index in t a row of n numbers, 1 in its place, else 0");
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Insert(operands[0].Rank, Length);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        ReadOnlySpan<int> classes = operands.Indices(0);
        destination.Clear();
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] == Ignored) continue;
            if ((uint)classes[i] >= (uint)Length) throw Errors.IndexOutOfRange(Name, classes[i], i, InferShape([operands[0].Shape]), operands[0].Shape.Rank);
            destination[(i * Length) + classes[i]] = T.One;
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

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
        Variable<T> chosen = classes.Node.Apply(new ClassIndicatorOperation<T>(count, Ignored)), weighted = Weighted(chosen);
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
