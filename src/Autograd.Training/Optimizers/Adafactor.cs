using System.Numerics;

namespace Autograd;

/// <summary>
/// Adafactor: as Adam without momentum, but for a matrix it keeps the means of squared gradients by row and by column only. In step t, with
/// RMS(x) = ‖x‖ / √n, the root of the mean of squares:
/// <code>
/// β = 1 − t^γ          α = max(ε₂, RMS(θ)) min(η, 1/√t)
/// r ← β r + (1 − β) mean of (g² + ε₁) over each row
/// c ← β c + (1 − β) mean of (g² + ε₁) over each column          v = r cᵀ / mean(r)
/// u = g / √v
/// θ ← (1 − η λ) θ − α u / max(1, RMS(u) / d)
/// </code>
/// Vectors and scalars have all of v ← β v + (1 − β)(g² + ε₁). Of more than two dimensions the last two are rows and columns. Steps are relative to the size of
/// the parameter, so that one η serves all of them.
/// </summary>
/// <remarks>
/// N. Shazeer, M. Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018, algorithms 4 to 6, with means instead of sums, which give the same
/// v; λ, which is 0 in the paper, is decoupled. PyTorch, from 2.5 on, adds no ε₁ to the squares: it keeps v from falling below it.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Adafactor<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _decayPower;
    private readonly double _epsilon1;
    private readonly double _epsilon2;
    private readonly double _clipping;
    private readonly double _weightDecay;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more: the longest step, relative to the size of the parameter; from step 1/η² on steps become shorter.</param>
    /// <param name="decayPower">γ, from −1 to below 0: how fast the means become slower.</param>
    /// <param name="epsilon1">ε₁, above 0, added to squared gradients.</param>
    /// <param name="epsilon2">ε₂, above 0: the least size that a parameter is taken to have.</param>
    /// <param name="clipping">d, above 0: the largest root mean square of an update before it is scaled.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adafactor(
        IEnumerable<Parameter<T>> parameters,
        double learningRate = 0.01,
        double decayPower = -0.8,
        double epsilon1 = 1e-30,
        double epsilon2 = 0.001,
        double clipping = 1,
        double weightDecay = 0)
        : base(parameters, learningRate, numbers: 4, StatesOf)
    {
        _decayPower = decayPower is >= -1 and < 0 ? decayPower : throw TrainingErrors.DecayPower(decayPower);
        _epsilon1 = Checked.Positive("Adafactor", "epsilon1", epsilon1);
        _epsilon2 = Checked.Positive("Adafactor", "epsilon2", epsilon2);
        _clipping = Checked.Positive("Adafactor", "clipping", clipping);
        _weightDecay = Checked.NotNegative("Adafactor", "weight decay", weightDecay);
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> square = update.Gradient.Square() + T.CreateSaturating(_epsilon1), direction;
        if (update.StateCount == 1)
        {
            direction = update.Gradient / Follow(in update, 0, square).Sqrt();
        }
        else
        {
            // The root of each factor by itself: their product may be too small for a float.
            Variable<T> rows = Follow(in update, 0, square.Mean(-1, keep: true)), columns = Follow(in update, 1, square.Mean(-2, keep: true));
            direction = update.Gradient / ((rows / rows.Mean(-2, keep: true)).Sqrt() * columns.Sqrt());
        }

        Variable<T> size = RootMeanSquare(update.Value).Maximum(T.CreateSaturating(_epsilon2));
        Variable<T> excess = (RootMeanSquare(direction) / T.CreateSaturating(_clipping)).Maximum(T.One);
        return (_weightDecay == 0 ? update.Value : update.Number(3) * update.Value) - (update.Rate * size / excess * direction);
    }

    /// <summary>min(η, 1/√t), β, 1 − β and 1 − η λ.</summary>
    private protected override void SetNumbers(Span<double> numbers, long step)
    {
        double taken = Math.Pow(step, _decayPower);
        numbers[0] = Math.Min(LearningRate, 1 / Math.Sqrt(step));
        numbers[1] = 1 - taken;
        numbers[2] = taken;
        numbers[3] = 1 - (LearningRate * _weightDecay);
    }

    private static (string Name, Shape Shape)[] StatesOf(Shape shape)
    {
        if (shape.Rank < 2) return [("square", shape)];
        nint[] rows = shape.ToArray(), columns = shape.ToArray();
        rows[^1] = columns[^2] = 1;
        return [("rows", rows), ("columns", columns)];
    }

    private static Variable<T> RootMeanSquare(Variable<T> x) => x.Norm() / T.Sqrt(T.CreateSaturating(x.Shape.ElementCount));

    private static Variable<T> Follow(in ParameterUpdate<T> update, int state, Variable<T> value)
    {
        Variable<T> mean = (update.Number(1) * update.State(state)) + (update.Number(2) * value);
        update.SetState(state, mean);
        return mean;
    }
}
