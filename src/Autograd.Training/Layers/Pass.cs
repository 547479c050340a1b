using System.Numerics;

namespace Autograd;

/// <summary>
/// What a model is gone through for: to be trained, or to infer. Some layers compute something else in each, and say so where they are not told. There is no
/// mode that a model is in.
/// </summary>
/// <example>
/// <code>
/// var loss = model.Forward(x, Pass.Training(seed: step)).CrossEntropy(labels);
/// var scores = model.Forward(x, Pass.Inference);
/// </code>
/// </example>
public readonly record struct Pass
{
    private readonly int _kind;

    private Pass(int kind, ulong seed) => (_kind, Seed) = (kind, seed);

    /// <summary>To infer: nothing is left to chance, and nothing is remembered.</summary>
    public static Pass Inference { get; } = new(1, 0);

    /// <summary>What a pass that was not told is for: layers that need to know refuse it.</summary>
    public static Pass Unspecified => default;

    /// <summary>Whether layers leave things to chance, and remember statistics.</summary>
    public bool IsTraining => _kind == 2;

    /// <summary>Whether it was told what it is for.</summary>
    public bool IsSpecified => _kind != 0;

    /// <summary>What everything follows from that this pass leaves to chance.</summary>
    public ulong Seed { get; }

    /// <summary>Where the lengths of outputs are noted, if anybody asks for them. Two passes that differ in nothing else are equal.</summary>
    internal LayerOutputs? Outputs { get; init; }

    /// <summary>To train.</summary>
    /// <param name="seed">What everything follows from that is left to chance: another one in each step, such as its number.</param>
    /// <returns>The pass.</returns>
    public static Pass Training(ulong seed) => new(2, seed);

    /// <inheritdoc/>
    public bool Equals(Pass other) => (_kind, Seed) == (other._kind, other.Seed);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, Seed);

    /// <summary>What it is for.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _kind switch { 1 => "inference", 2 => $"training, seed {Seed}", _ => "unspecified" };

    /// <summary>The same for what is recorded in a layer.</summary>
    internal Pass Inside(object layer) => Outputs is null ? this : this with { Outputs = Outputs.Inside(layer) };

    /// <summary>Notes the output of a layer where that is asked for.</summary>
    internal Variable<T> Noted<T>(Layer<T> layer, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Outputs?.Add(layer, y);
        return y;
    }
}
