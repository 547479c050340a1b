namespace Autograd.Tests.Operations;

/// <content>Normalizations, attention, what is drawn, recurrences.</content>
public partial class BadInputTests
{
    private static Case[] NormalizationCases() =>
    [
        new("LayerNorm", t => t.M.LayerNorm(t.V2), null, "LayerNorm: the scale has shape [2]; it must have the last lengths of [2, 3], one at least."),
        new("LayerNorm scalar", t => t.M.LayerNorm(t.S), null, "LayerNorm: the scale has shape []; it must have the last lengths of [2, 3], one at least."),
        new("LayerNorm shift", t => t.M.LayerNorm(t.V3, t.M), null, "LayerNorm: the scale has shape [3], the shift has shape [2, 3]; they must be the same. Reshape one of them."),
        new("LayerNorm epsilon", t => t.M.LayerNorm([0], -1), "epsilon", "LayerNorm: epsilon is -1; it must be a finite number, 0 or more.", typeof(ArgumentOutOfRangeException)),
        new("LayerNorm dimension", t => t.M.LayerNorm([2]), "dimension", "LayerNorm: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("RmsNorm", t => t.M.RmsNorm(t.V2), null, "RmsNorm: the scale has shape [2]; it must have the last lengths of [2, 3], one at least."),
        new("RmsNorm twice", t => t.M.RmsNorm([1, -1]), "dimensions", "RmsNorm: dimension -1 of shape [2, 3] is named twice."),
        new("BatchNorm", t => t.M.BatchNorm(t.V3, t.V2), null, "BatchNorm: a vector of the channels has shape [2], the channels has shape [3]; they must be the same. Reshape one of them."),
        new("BatchNorm inference", t => t.M.BatchNorm(t.V3, t.V3, t.S, t.V3), null, "BatchNorm: a vector of the channels has shape [], the channels has shape [3]; they must be the same. Reshape one of them."),
        new("BatchNorm rank", t => t.V3.BatchNorm(t.V3, t.V3), null, "BatchNorm: the operand has shape [3]; it must have 2 dimensions or more, examples first, then channels."),
        new("GroupNorm", t => t.M.GroupNorm(2), "groups", "GroupNorm: 2 groups were asked for; they must divide the 3 channels of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("GroupNorm none", t => t.M.GroupNorm(0), "groups", "GroupNorm: 0 groups were asked for; they must divide the 3 channels of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("GroupNorm scale", t => t.M.GroupNorm(3, t.V2), null, "GroupNorm: the scale has shape [2], the channels has shape [3]; they must be the same. Reshape one of them."),
        new("GroupNorm epsilon", t => t.M.GroupNorm(3, epsilon: double.NaN), "epsilon", "GroupNorm: epsilon is NaN; it must be a finite number, 0 or more.", typeof(ArgumentOutOfRangeException)),
        new("InstanceNorm", t => t.M.InstanceNorm(), null, "InstanceNorm: the operand has shape [2, 3]; it must have 3 dimensions or more, examples first, then channels."),
        new("InstanceNorm shift", t => t.B2.InstanceNorm(shift: t.V2), null, "InstanceNorm: the shift has shape [2], the channels has shape [1]; they must be the same. Reshape one of them."),
        new("ScaledDotProductAttention", t => t.M.ScaledDotProductAttention(t.M, t.V2), null, "ScaledDotProductAttention: the queries are [2, 3], the keys [2, 3], the values [2]; they must be […, l, d], […, s, d] and […, s, e]."),
        new("ScaledDotProductAttention keys", t => t.M.ScaledDotProductAttention(t.M, t.B2), null, "ScaledDotProductAttention: the queries are [2, 3], the keys [2, 3], the values [2, 1, 1]; they must be […, l, d], […, s, d] and […, s, e]."),
        new("ScaledDotProductAttention mask", t => t.M.ScaledDotProductAttention(t.M, t.M, t.V3), null, "ScaledDotProductAttention: the mask has shape [3], which does not broadcast to [2, 2]. Reshape it."),
        new("ScaledDotProductAttention dropout", t => t.M.ScaledDotProductAttention(t.M, t.M, dropout: 1.5), "probability", "ScaledDotProductAttention: the probability is 1.5; it must be from 0 to 1.", typeof(ArgumentOutOfRangeException)),
        new("RotaryEmbedding", t => t.M.RotaryEmbedding(), null, "RotaryEmbedding: the operand has shape [2, 3]; it must be […, positions, n] with an even n."),
        new("RotaryEmbedding base", t => t.M.RotaryEmbedding(0, -1), "frequencyBase", "RotaryEmbedding: the base is -1; it must be a finite number above 0.", typeof(ArgumentOutOfRangeException)),
        new("Dropout", t => t.M.Dropout(-0.5, 1), "probability", "Dropout: the probability is -0.5; it must be from 0 to 1.", typeof(ArgumentOutOfRangeException)),
        new("Dropout null", t => t.M.Dropout(0.5, null!), "random", "Value cannot be null.", typeof(ArgumentNullException)),
        new("StraightThrough", t => t.M.StraightThrough(t.V2), null, "StraightThrough: shapes [2, 3] and [2] cannot be broadcast: dimension -1 has lengths 3 and 2."),
        new("SampleNormal", t => t.M.SampleNormal(t.V2, new RandomGenerator(1)), null, "SampleNormal: shapes [2, 3] and [2] cannot be broadcast: dimension -1 has lengths 3 and 2."),
        new("SampleNormal null", t => t.M.SampleNormal(t.M, null!), "random", "Value cannot be null.", typeof(ArgumentNullException)),
        new("SampleUniform", t => t.V2.SampleUniform(t.M, new RandomGenerator(1)), null, "SampleUniform: shapes [2] and [2, 3] cannot be broadcast: dimension -1 has lengths 2 and 3."),
        new("SampleExponential null", t => t.M.SampleExponential(null!), "random", "Value cannot be null.", typeof(ArgumentNullException)),
        new("GumbelSoftmax", t => t.M.GumbelSoftmax(0, new RandomGenerator(1)), "temperature", "GumbelSoftmax: the temperature is 0; it must be a finite number above 0.", typeof(ArgumentOutOfRangeException)),
        new("GumbelSoftmax dimension", t => t.M.GumbelSoftmax(1, new RandomGenerator(1), 2), "dimension", "GumbelSoftmax: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Scan", t => t.Tape.Scan((s, x) => s, t.M, t.S), "inputs", "Scan: the inputs are a scalar; their dimension 0 is the time."),
        new("Scan lengths", t => t.Tape.Scan((s, x) => x, t.V2, t.M), null, "Scan: the state has shape [2], that after a step has shape [3]; they must be the same. Reshape one of them."),
        new("Scan of two inputs", t => t.Tape.Scan((s, c, x) => (s, c), t.M, t.M, t.S).First, "inputs", "Scan: the inputs are a scalar; their dimension 0 is the time."),
        new("Scan of two lengths", t => t.Tape.Scan((s, c, x) => (x, c), t.V2, t.V3, t.M).First, null, "Scan: the state has shape [2], that after a step has shape [3]; they must be the same. Reshape one of them."),
        new("Scan of two other lengths", t => t.Tape.Scan((s, c, x) => (s, s), t.V2, t.V3, t.M).First, null, "Scan: the second part of the state has shape [3], that after a step has shape [2]; they must be the same. Reshape one of them."),
        new("Scan of two null", t => t.Tape.Scan(null!, t.V2, t.V2, t.M).First, "step", "Value cannot be null.", typeof(ArgumentNullException)),
        new("Scan null", t => t.Tape.Scan(null!, t.V2, t.M), "step", "Value cannot be null.", typeof(ArgumentNullException)),
    ];
}
