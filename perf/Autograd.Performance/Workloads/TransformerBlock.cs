namespace Autograd.Performance;

/// <summary>
/// Embedding, one transformer block (causal attention and a GELU layer, each behind a layer normalization), logits, cross-entropy, Adam,
/// float: one training step. Attention and normalization are made of ordinary operations.
/// </summary>
internal sealed class TransformerBlock : TrainingWorkload<float>
{
    private const int Width = 128;
    private const int Heads = 4;
    private const int HeadWidth = Width / Heads;
    private const int Tokens = 64;
    private const int Batch = 8;
    private const int Vocabulary = 256;
    private const float Epsilon = 1e-5f;

    private readonly int[] _tokens;
    private readonly int[] _next;
    private readonly float[] _mask;
    private readonly Parameter<float> _embedding;
    private readonly Parameter<float> _positions;
    private readonly Dense _queries;
    private readonly Dense _keys;
    private readonly Dense _values;
    private readonly Dense _mix;
    private readonly Dense _up;
    private readonly Dense _down;
    private readonly Dense _logits;
    private readonly Normalization _first;
    private readonly Normalization _second;
    private readonly Normalization _third;
    private readonly Adam<float> _adam;

    public TransformerBlock(TapeOptions options)
        : base(options, learningRate: 0)
    {
        _tokens = Inputs.Indices("tokens", [Batch, Tokens], Vocabulary);
        _next = Inputs.Indices("next", [Batch * Tokens], Vocabulary);
        _mask = new float[Tokens * Tokens];
        for (int row = 0; row < Tokens; row++) _mask.AsSpan((row * Tokens) + row + 1, Tokens - row - 1).Fill(float.NegativeInfinity);
        Inputs.Data("mask", [Tokens, Tokens], _mask);
        _embedding = Weight("embedding", [Vocabulary, Width], Width);
        _positions = Weight("positions", [Tokens, Width], Width);
        _first = new Normalization(this, "norm1");
        _queries = new Dense(this, "queries", Width, Width);
        _keys = new Dense(this, "keys", Width, Width);
        _values = new Dense(this, "values", Width, Width);
        _mix = new Dense(this, "mix", Width, Width);
        _second = new Normalization(this, "norm2");
        _up = new Dense(this, "up", Width, 4 * Width);
        _down = new Dense(this, "down", 4 * Width, Width);
        _third = new Normalization(this, "norm3");
        _logits = new Dense(this, "logits", Width, Vocabulary);
        _adam = new Adam<float>(Parameters);
    }

    protected override void Update(Gradients<float> gradients) => _adam.Step(gradients);

    protected override Variable<float> Loss()
    {
        Variable<float> h = Tape.Watch(_embedding).Embedding(Tape.Indices(_tokens, [Batch, Tokens])) + Tape.Watch(_positions);
        h = h.Reshape(Batch * Tokens, Width);
        h += Attention(_first.Apply(h));
        h += _down.Apply(_up.Apply(_second.Apply(h)).Gelu());
        return _logits.Apply(_third.Apply(h)).CrossEntropy(Tape.Indices(_next));
    }

    private Variable<float> Attention(Variable<float> h)
    {
        Variable<float> queries = SplitHeads(_queries.Apply(h)), keys = SplitHeads(_keys.Apply(h)), values = SplitHeads(_values.Apply(h));
        Variable<float> scores = (queries.MatMul(keys.Transpose()) * (1 / MathF.Sqrt(HeadWidth))) + Tape.Constant(_mask, [Tokens, Tokens]);
        Variable<float> mixed = scores.Softmax(-1).MatMul(values);
        return _mix.Apply(mixed.Permute(0, 2, 1, 3).Reshape(Batch * Tokens, Width));
    }

    private static Variable<float> SplitHeads(Variable<float> h) => h.Reshape(Batch, Tokens, Heads, HeadWidth).Permute(0, 2, 1, 3);

    private sealed class Dense(TransformerBlock block, string name, int inputs, int outputs)
    {
        private readonly Parameter<float> _weight = block.Weight($"{name}.W", [inputs, outputs], inputs);
        private readonly Parameter<float> _bias = block.Weight($"{name}.b", [outputs], inputs);

        public Variable<float> Apply(Variable<float> x) => x.MatMul(x.Tape.Watch(_weight)) + x.Tape.Watch(_bias);
    }

    private sealed class Normalization(TransformerBlock block, string name)
    {
        private readonly Parameter<float> _gain = block.Weight($"{name}.gain", [Width], 1);
        private readonly Parameter<float> _shift = block.Weight($"{name}.shift", [Width], 1);

        public Variable<float> Apply(Variable<float> x)
        {
            Variable<float> centered = x - x.Mean([-1], keep: true);
            Variable<float> deviation = (centered.Square().Mean([-1], keep: true) + Epsilon).Sqrt();
            return (centered / deviation * x.Tape.Watch(_gain)) + x.Tape.Watch(_shift);
        }
    }
}
