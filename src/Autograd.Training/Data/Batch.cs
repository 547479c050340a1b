namespace Autograd;

/// <summary>Some examples, prepared by a <see cref="DataLoader{TInput, TTarget}"/>. They can be read until the next batch is asked for.</summary>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
public readonly struct Batch<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly int[]? _examples;
    private readonly TInput[]? _inputs;
    private readonly TTarget[]? _targets;

    internal Batch(int count, int[] examples, TInput[] inputs, Shape inputShape, TTarget[] targets, Shape targetShape)
    {
        _examples = examples;
        _inputs = inputs;
        _targets = targets;
        Count = count;
        InputShape = inputShape.Insert(0, count);
        TargetShape = targetShape.Insert(0, count);
    }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>Their numbers in the data set.</summary>
    public ReadOnlySpan<int> Examples => _examples.AsSpan(0, Count);

    /// <summary>Their inputs, one behind the other.</summary>
    public ReadOnlySpan<TInput> Inputs => _inputs is null ? [] : _inputs.AsSpan(0, InputShape.ElementCount);

    /// <summary>The number of examples, and the lengths of an input.</summary>
    public Shape InputShape { get; }

    /// <summary>Their targets, one behind the other.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets is null ? [] : _targets.AsSpan(0, TargetShape.ElementCount);

    /// <summary>The number of examples, and the lengths of a target.</summary>
    public Shape TargetShape { get; }
}
