using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Rotary position embedding: each pair (a, b) of numbers of a position turned by an angle, (a cos φ − b sin φ, b cos φ + a sin φ), with φ the position times
        /// base^(−2i/n) for pair i of n/2. (Su et al. 2021.)
        /// </summary>
        /// <param name="start">The first position: how many came before, where they are kept.</param>
        /// <param name="frequencyBase">The base, above 0; 10000 unless given.</param>
        /// <param name="interleaved">Whether the pairs are neighbours, as in the paper; else number i of the first half belongs to number i of the second.</param>
        /// <returns>A node with the lengths of this one, […, positions, n].</returns>
        /// <exception cref="ArgumentException">The rank is below 2, n is odd, or the base not above 0.</exception>
        /// <remarks>The halves are those of GPT-NeoX and of Hugging Face's Llama, the neighbours those of Meta's.</remarks>
        /// <example><code>queries.RotaryEmbedding()   // [batch, heads, positions, n]</code></example>
        public Variable<T> RotaryEmbedding(int start = 0, T? frequencyBase = null, bool interleaved = false)
        {
            Shape shape = x.Shape;
            T number = frequencyBase ?? T.CreateSaturating(10000);
            if (!(number > T.Zero && T.IsFinite(number))) throw Errors.NumberOutside("RotaryEmbedding", "the base", number, "a finite number above 0", nameof(frequencyBase));
            if (shape.Rank < 2 || shape[^1] % 2 != 0) throw Errors.RotaryShape(shape);
            int half = shape[^1] / 2;
            using var attempt = new Attempt<T>(x.Tape);
            if (half == 0) return attempt.Keep(x.Reshape(shape));
            Tape<T> tape = x.Tape;
            Variable<T> angles = tape.Made([shape[^2], half], out Span<T> elements);
            FillAngles(elements, half, start, double.CreateChecked(number));
            Variable<T> cos = angles.Cos(), sin = angles.Sin();
            Variable<T> a = x.Slice(-1, 0, half, interleaved ? 2 : 1), b = x.Slice(-1, interleaved ? 1 : half, half, interleaved ? 2 : 1);
            Variable<T> first = (a * cos) - (b * sin), second = (b * cos) + (a * sin);
            return attempt.Keep(interleaved ? tape.Stack(-1, first, second).Reshape(shape) : tape.Concatenate(-1, first, second));
        }
    }

    /// <summary>The angles of all positions and pairs, without the whole turns, in which they would lose their digits.</summary>
    private static void FillAngles<T>(Span<T> angles, int half, int start, double frequencyBase)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // 2π rounded, and what the rounding left.
        const double turn = double.Tau, rest = 2.4492935982947064e-16;
        double logarithm = VectorMath.Log<ScalarLane<double>, double>(new(frequencyBase)).Value;
        for (int i = 0; i < half; i++)
        {
            double frequency = VectorMath.Exp<ScalarLane<double>, double>(new(-logarithm * i / half)).Value;
            for (int k = i, position = 0; k < angles.Length; k += half, position++)
            {
                double angle = ((double)start + position) * frequency, turns = Math.Round(angle / turn);
                angles[k] = T.CreateSaturating(Math.FusedMultiplyAdd(-turns, rest, Math.FusedMultiplyAdd(-turns, turn, angle)));
            }
        }
    }
}
