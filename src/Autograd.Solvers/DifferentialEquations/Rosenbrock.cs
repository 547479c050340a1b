using System.Numerics;

namespace Autograd;

/// <summary>
/// The linearly implicit method RODAS of order 4(3): six stages, stiffly accurate, each the solution of a linear system with the matrix 1/(γ h) − ∂f/∂y.
/// Its coefficients are those of E. Hairer, G. Wanner: Solving Ordinary Differential Equations II, IV.7, for stages uⱼ = h Σ γⱼₖ kₖ.
/// </summary>
internal sealed class Rosenbrock<T> : OneStepMethod<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal const double Gamma = 0.25;

    /// <summary>Where in the step the stages are; the last two are at its end.</summary>
    internal static readonly double[] Nodes = [0, 0.386, 0.21, 0.63, 1, 1];

    /// <summary>The weights of ∂f/∂t.</summary>
    internal static readonly double[] TimeWeights = [0.25, -0.1043, 0.1035, -0.0362, 0, 0];

    /// <summary>How each stage's state is put together; that of the last is the one before it and the fifth stage.</summary>
    internal static readonly double[][] States =
    [
        [],
        [1.544],
        [0.9466785280815826, 0.2557011698983284],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1],
    ];

    /// <summary>What the stages before add to each right side, divided by the step's length.</summary>
    internal static readonly double[][] Sides =
    [
        [],
        [-5.6688],
        [-2.430093356833875, -0.2063599157091915],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160],
        [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
    ];

    /// <summary>The dense output: the state before (1 − σ) + σ (the state after + (1 − σ) (d₁ + σ d₂)).</summary>
    private static readonly double[][] Dense =
    [
        [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662],
        [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872],
    ];

    public override int ErrorOrder => 4;

    public override double Memory => 0;

    public override bool EndsWithSlope => false;

    public override int Degree => 3;

    public override RecordedStep<T> Record(in StepOperands<T> step, Variable<T> first, bool withError)
    {
        Variable<T> y = step.Y, length = step.Length(), s = step.At(0);
        Shape shape = y.Shape;
        int count = shape.ElementCount;
        if (count == 0) return new(y, y, [y, y, y, y, y, y]);
        Variable<T> slope = step.Slope(s, y), rate = T.One / length;

        // Row i is ∂fᵢ/∂y and, at its end, ∂fᵢ/∂s.
        Variable<T> rows = Differentiate.Vectorize(Row, y.Tape.Eye(count));
        Variable<T> matrix = (y.Tape.Eye(count) * (rate * T.CreateChecked(1 / Gamma))) - rows.Slice(1, 0, count), byTime = length * rows.At(1, ^1);
        var stages = new Variable<T>[Nodes.Length];
        Variable<T> next = y;
        for (int i = 0; i < stages.Length; i++)
        {
            if (i > 0)
            {
                next = y + Sum(States[i], stages).Reshape(shape);
                slope = step.Slope(step.At(Nodes[i]), next);
            }

            Variable<T> side = slope.Flatten();
            if (i > 0) side += rate * Sum(Sides[i], stages);
            if (TimeWeights[i] != 0) side += byTime * T.CreateChecked(TimeWeights[i]);
            stages[i] = matrix.Solve(side);
        }

        Variable<T> error = stages[^1].Reshape(shape);
        return new(next + error, error, stages);

        Variable<T> Row(Variable<T> cotangent)
        {
            Gradients<T> gradients = slope.Backward(cotangent.Reshape(shape));
            return y.Tape.Concatenate(0, gradients[y].Flatten(), gradients[s].Reshape(1));
        }
    }

    public override void Interpolate(ReadOnlySpan<T> before, ReadOnlySpan<T> after, T[][] stages, T length, Span<T> coefficients)
    {
        int count = before.Length;
        for (int i = 0; i < count; i++)
        {
            T first = T.Zero, second = T.Zero;
            for (int k = 0; k < Dense[0].Length; k++)
            {
                first += T.CreateChecked(Dense[0][k]) * stages[k][i];
                second += T.CreateChecked(Dense[1][k]) * stages[k][i];
            }

            coefficients[i] = after[i] - before[i] + first;
            coefficients[count + i] = second - first;
            coefficients[(2 * count) + i] = -second;
        }
    }

    private static Variable<T> Sum(double[] weights, Variable<T>[] stages)
    {
        Variable<T> sum = stages[0] * T.CreateChecked(weights[0]);
        for (int k = 1; k < weights.Length; k++) sum += stages[k] * T.CreateChecked(weights[k]);
        return sum;
    }
}
