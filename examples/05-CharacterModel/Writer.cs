using System.Text;

namespace Autograd.Examples.CharacterModel;

/// <summary>Lets a model write: each byte is drawn by the probabilities that the model gives it.</summary>
internal static class Writer
{
    /// <summary>Below 1 what is likely becomes likelier: fewer words that are none.</summary>
    private const float Temperature = 0.7f;

    /// <summary>Goes on from a beginning.</summary>
    /// <returns>The beginning and what follows it.</returns>
    public static string Write(Gpt model, int context, string beginning, int count, RandomGenerator random)
    {
        using Tape<float> tape = new(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        List<int> text = [.. Encoding.Latin1.GetBytes(beginning)];
        for (int k = 0; k < count; k++)
        {
            int[] seen = [.. text.TakeLast(context)];
            tape.Reset();
            Variable<float> logits = model.Forward(tape.Indices(seen), Pass.Inference).At(0, ^1);
            text.Add(Draw((logits / Temperature).Softmax(-1).ToArray(), random));
        }

        return Encoding.Latin1.GetString([.. text.Select(value => (byte)value)]);
    }

    private static int Draw(float[] probabilities, RandomGenerator random)
    {
        double left = random.NextUniform();
        for (int value = 0; value < probabilities.Length; value++)
        {
            left -= probabilities[value];
            if (left < 0) return value;
        }

        return ' ';
    }
}
