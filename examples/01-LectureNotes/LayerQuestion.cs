namespace Autograd.Examples.LectureNotes;

/// <summary>
/// The question behind the library, for one layer z = W a + b, a′ = f(z) of any size: are the gradients natively what the matrix forms
/// say, ∇z = ∇a′ ⊙ f′(z), ∇a = Wᵀ ∇z, ∇W = ∇z aᵀ, ∇b = ∇z? The left sides come from the tape, the right sides from loops written here.
/// </summary>
internal static class LayerQuestion
{
    /// <summary>The four equations and the largest difference between their two sides.</summary>
    public static (string Equation, double Difference)[] Answer(int inputs, int outputs, SplitMix64 random)
    {
        double[] weights = Numbers(outputs * inputs), biases = Numbers(outputs), activations = Numbers(inputs), cotangent = Numbers(outputs);
        using var tape = new Tape<double>();
        Variable<double> w = tape.Variable(weights, [outputs, inputs], "W"), b = tape.Variable(biases, [outputs], "b");
        Variable<double> a = tape.Variable(activations, [inputs], "a");
        Variable<double> z = w.MatMul(a) + b, next = z.Tanh();
        Gradients<double> gradients = next.Backward(tape.Constant(cotangent, [outputs]));

        double[] slope = new double[outputs], gradientZ = new double[outputs], gradientA = new double[inputs], gradientW = new double[outputs * inputs];
        for (int j = 0; j < outputs; j++)
        {
            double sum = biases[j];
            for (int i = 0; i < inputs; i++) sum += weights[(j * inputs) + i] * activations[i];
            slope[j] = 1 - (Math.Tanh(sum) * Math.Tanh(sum));
            gradientZ[j] = cotangent[j] * slope[j];
            for (int i = 0; i < inputs; i++)
            {
                gradientA[i] += weights[(j * inputs) + i] * gradientZ[j];
                gradientW[(j * inputs) + i] = gradientZ[j] * activations[i];
            }
        }

        return
        [
            ("∇z = ∇a′ ⊙ f′(z)", Largest(gradients[z], gradientZ)),
            ("∇a = Wᵀ ∇z", Largest(gradients[a], gradientA)),
            ("∇W = ∇z aᵀ", Largest(gradients[w], gradientW)),
            ("∇b = ∇z", Largest(gradients[b], gradientZ)),
        ];

        double[] Numbers(int count)
        {
            double[] numbers = new double[count];
            for (int i = 0; i < count; i++) numbers[i] = random.Uniform(-1, 1) / Math.Sqrt(inputs);
            return numbers;
        }
    }

    private static double Largest(Variable<double> fromTape, double[] byHand)
    {
        double largest = 0;
        ReadOnlySpan<double> values = fromTape.Span;
        for (int i = 0; i < byHand.Length; i++)
        {
            double difference = Math.Abs(values[i] - byHand[i]);
            if (!(difference <= largest)) largest = difference;
        }

        return largest;
    }
}
