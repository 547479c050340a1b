#:project ../../src/Autograd.Training
using Autograd;

const string Verse = """
    A step ahead, a step behind,
    the chain is walked from end to end;
    what every link has kept in mind
    is how far what it holds will bend.

    """;
var vocabulary = new ByteVocabulary(Verse);
int[] text = vocabulary.Encode(Verse);
Console.WriteLine($"{text.Length} letters, {vocabulary.Count} different ones");

const int Features = 32, Context = 32;
var random = new RandomGenerator(seed: 2);
var table = new Embedding<float>("table", vocabulary.Count, Features, Initializer.Normal(0.02), random);
var model = new Sequential<float>(
    new TransformerBlock<float>("1", Features, heads: 4, 4 * Features, ActivationLayer<float>.Gelu, random, isCausal: true, isRotary: true),
    new TransformerBlock<float>("2", Features, heads: 4, 4 * Features, ActivationLayer<float>.Gelu, random, isCausal: true, isRotary: true),
    new RmsNorm<float>("norm", [Features]),
    new Linear<float>("scores", Features, vocabulary.Count, Initializer.GlorotUniform, random));
Console.WriteLine($"{table.ParameterCount + model.ParameterCount:N0} numbers to learn");

using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
var optimizer = new AdamW<float>([.. table.Parameters, .. model.Parameters], learningRate: 0.003);
var schedule = new CosineDecay(0.003, steps: 400);
const int Batch = 8;
int[] seen = new int[Batch * Context], next = new int[Batch * Context];
for (int step = 0; step <= 400; step++)
{
    for (int k = 0; k < Batch; k++)
    {
        int start = random.NextBelow(text.Length - Context);
        text.AsSpan(start, Context).CopyTo(seen.AsSpan(k * Context));
        text.AsSpan(start + 1, Context).CopyTo(next.AsSpan(k * Context));
    }

    tape.Reset();
    var scores = Scores(tape.Indices(seen, [Batch, Context]), Pass.Training((ulong)step));
    var loss = scores.Reshape(Batch * Context, vocabulary.Count).CrossEntropy(next);
    float value = loss.Scalar;
    optimizer.LearningRate = schedule.RateAt(step);
    optimizer.Step(loss.Backward(), maxNorm: 1);
    if (step % 100 == 0) Console.WriteLine($"step {step,3}: {value:0.000} nats a letter");
}

Variable<float> Scores(Indices<float> letters, Pass pass) => model.Forward(table.Forward(letters), pass);

var written = vocabulary.Encode("A step ahead,").ToList();
while (written.Count < text.Length - 1)
{
    tape.Reset();
    var scores = Scores(tape.Indices([.. written.TakeLast(Context)]), Pass.Inference);
    written.Add(scores[^1].ArgMax(-1).Values[0]);
}

Console.WriteLine(vocabulary.Decode([.. written]));
