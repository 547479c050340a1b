using System.Numerics;

namespace Autograd;

/// <summary>
/// Muon, for matrices: the momentum is made orthogonal, so that a step goes equally far in all of its directions. For a parameter of m rows and n columns:
/// <code>
/// b ← μ b + g
/// O = Orthogonal(g + μ b), or, without Nesterov's step, Orthogonal(b)
/// θ ← (1 − η λ) θ − η √max(1, m/n) O
/// </code>
/// where Orthogonal(G) is nearly U Vᵀ of the singular value decomposition G = U Σ Vᵀ, by iterations of Newton and Schulz from X = G / (‖G‖ + 10⁻⁷):
/// <code>
/// A = X Xᵀ
/// X ← a X + (b A + c A²) X,     a = 3.4445, b = −4.7750, c = 2.0315
/// </code>
/// After five of them the singular values, which they would bring to 1, lie between about 0.7 and 1.2. Where there are more rows than columns, Gᵀ is taken.
/// </summary>
/// <remarks>
/// <para>
/// K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024; the iteration after J. Bernstein, L. Newhouse, "Old optimizer, new norm: an
/// anthology", 2024. A kernel [outputs, inputs, ...kernel] is taken as a matrix of as many rows as outputs. It is meant for the weights of hidden
/// layers; embeddings, the last layer, biases and norms do better with <see cref="AdamW{T}"/> beside it.
/// </para>
/// <para>
/// The authors compute the iteration in bfloat16, here it is done in T. PyTorch, from 2.9 on, takes matrices only, its learning rate is 0.001 and its decay 0.1 if
/// none is given, and it divides by max(‖G‖, 10⁻⁷).
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var matrices = new Muon&lt;float&gt;(hidden.Parameters.Where(parameter => parameter.Shape.Rank >= 2));
/// var others = new AdamW&lt;float&gt;(network.Parameters.Except(matrices.Parameters), learningRate: 0.001);
/// // at each step:
/// Gradients&lt;float&gt; gradients = loss.Backward();
/// matrices.Step(gradients);
/// others.Step(gradients);
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Muon<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _momentum;
    private readonly double _weightDecay;
    private readonly bool _isNesterov;
    private readonly int _iterations;

    /// <summary>An optimizer of some matrices.</summary>
    /// <param name="parameters">What it updates: at least one, none twice, of two dimensions or more.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <param name="nesterov">Whether the step looks ahead, as Nesterov's does.</param>
    /// <param name="iterations">The number of Newton-Schulz iterations, from 1 to 100; each is recorded.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null or given twice, or one is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Muon(
        IEnumerable<Parameter<T>> parameters,
        double learningRate = 0.02,
        double momentum = 0.95,
        double weightDecay = 0,
        bool nesterov = true,
        int iterations = 5)
        : base(parameters, learningRate, numbers: 2, OfSameLengths("momentum"))
    {
        foreach (Parameter<T> parameter in Parameters)
        {
            if (parameter.Shape.Rank < 2) throw TrainingErrors.MuonShape(parameter.Name, parameter.Shape);
        }

        _momentum = T.CreateSaturating(Checked.Fraction("Muon", "momentum", momentum));
        _weightDecay = Checked.NotNegative("Muon", "weight decay", weightDecay);
        _isNesterov = nesterov;
        _iterations = Checked.Between(1, 100, "Muon", "number of iterations", iterations);
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> momentum = (_momentum * update.State(0)) + update.Gradient;
        update.SetState(0, momentum);
        Variable<T> direction = _isNesterov ? update.Gradient + (_momentum * momentum) : momentum;
        Shape shape = update.Value.Shape;
        int rows = shape[0], columns = shape.ElementCount / Math.Max(rows, 1);
        direction = Orthogonal(direction.Reshape(rows, columns)).Reshape(shape);
        T scale = T.CreateSaturating(Math.Sqrt(Math.Max(1, rows / (double)Math.Max(columns, 1))));
        return (_weightDecay == 0 ? update.Value : update.Number(1) * update.Value) - (update.Rate * scale * direction);
    }

    /// <summary>η and 1 − η λ.</summary>
    private protected override void SetNumbers(Span<double> numbers, long step)
    {
        numbers[0] = LearningRate;
        numbers[1] = 1 - (LearningRate * _weightDecay);
    }

    private Variable<T> Orthogonal(Variable<T> matrix)
    {
        T a = T.CreateSaturating(3.4445), b = T.CreateSaturating(-4.7750), c = T.CreateSaturating(2.0315);
        bool isTall = matrix.Shape[0] > matrix.Shape[1];
        Variable<T> x = isTall ? matrix.Transpose() : matrix;
        x /= x.Norm() + T.CreateSaturating(1e-7);
        for (int k = 0; k < _iterations; k++)
        {
            Variable<T> square = x.MatMul(x.Transpose());
            x = (a * x) + ((b * square) + (c * square.MatMul(square))).MatMul(x);
        }

        return isTall ? x.Transpose() : x;
    }
}
