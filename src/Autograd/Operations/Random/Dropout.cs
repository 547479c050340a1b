using System.Numerics;

namespace Autograd;

/// <summary>
/// A random mask: 0 with a probability p, else 1/(1 − p). It follows from a seed, two indices, and from the place of each element, so that it is the
/// same on any number of threads and whenever it is computed again. Indices have no derivative.
/// </summary>
/// <param name="Shape">Its lengths.</param>
/// <param name="Probability">How often 0 is.</param>
/// <param name="Stream">Which of the masks of one seed.</param>
internal readonly record struct DropoutMaskOperation<T>(Shape Shape, ExactNumber<T> Probability, int Stream) : IKernelOperation<DropoutMaskOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "DropoutMask";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(DropoutMaskOperation<T> operation) => Notation.Function("mask").ConstantIn(0).WithAttributes(Notation.Text(operation.Probability.Value))
        .Explained("mask(s, p)", "0 with probability p, else 1 / (1 − p), by the seed s");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => Shape;

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        ReadOnlySpan<int> seed = operands.Indices(0);
        ulong whole = ((ulong)(uint)seed[1] << 32) | (uint)seed[0];
        T probability = Probability.Value;
        CounterRandom.FillMask(destination, whole + ((ulong)Stream * 0xD1342543DE82EF95), double.CreateChecked(probability), T.One / (T.One - probability), operands.Parallel);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x with a random share of its elements set to 0 and the others divided by 1 − p, so that the mean stays; in training only. (Srivastava et al. 2014.)</summary>
        /// <param name="probability">p, how often an element is set to 0, from 0 to 1.</param>
        /// <param name="seed">What the choice follows from: equal seeds, equal choices, everywhere and on any number of threads. Another for each step and layer.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
        /// <remarks>
        /// The seed is data of the recording, not a part of it: steps with other seeds repeat each other. Inside <c>Differentiate.Vectorize</c> all slices have one choice.
        /// Elsewhere <c>torch.nn.functional.dropout</c>.
        /// </remarks>
        /// <example><code>h.Dropout(0.1, seed: 17)</code></example>
        public Variable<T> Dropout(T probability, ulong seed)
        {
            CheckProbability("Dropout", probability);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(probability == T.Zero ? x.Reshape(x.Shape) : x.Dropped(probability, SeedOn(x.Tape, seed), stream: 0));
        }

        /// <summary>x with a random share of its elements set to 0 and the others divided by 1 − p, so that the mean stays; in training only.</summary>
        /// <param name="probability">p, how often an element is set to 0, from 0 to 1.</param>
        /// <param name="random">Where the seed comes from: its next 64 bits.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
        /// <example><code>h.Dropout(0.1, random)   // another choice at each call</code></example>
        public Variable<T> Dropout(T probability, RandomGenerator random)
        {
            ArgumentNullException.ThrowIfNull(random);
            return x.Dropout(probability, random.NextBits());
        }

        /// <summary>x times a mask.</summary>
        internal Variable<T> Dropped(T probability, Indices<T> seed, int stream) => x * seed.Node.Apply(new DropoutMaskOperation<T>(x.Shape, probability, stream));
    }

    /// <summary>A seed as indices.</summary>
    private static Indices<T> SeedOn<T>(Tape<T> tape, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T> => tape.Indices([(int)(uint)seed, (int)(uint)(seed >> 32)], name: "seed");

    private static void CheckProbability<T>(string operation, T probability)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(probability >= T.Zero && probability <= T.One)) throw Errors.NumberOutside(operation, "the probability", probability, "from 0 to 1", nameof(probability));
    }
}
