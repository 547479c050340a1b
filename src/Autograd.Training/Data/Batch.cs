namespace Autograd;

/// <summary>Some examples, prepared by a <see cref="DataLoader{TInput, TTarget}"/>. They can be read until the next batch is asked for.</summary>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
public readonly ref struct Batch<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    internal Batch(ReadOnlySpan<int> examples, ReadOnlySpan<TInput> inputs, Shape inputShape, ReadOnlySpan<TTarget> targets, Shape targetShape)
    {
        Examples = examples;
        Inputs = inputs;
        Targets = targets;
        InputShape = inputShape.Insert(0, examples.Length);
        TargetShape = targetShape.Insert(0, examples.Length);
    }

    /// <summary>The number of examples.</summary>
    public int Count => Examples.Length;

    /// <summary>Their numbers in the data set.</summary>
    public ReadOnlySpan<int> Examples { get; }

    /// <summary>Their inputs, one behind the other.</summary>
    public ReadOnlySpan<TInput> Inputs { get; }

    /// <summary>The number of examples, and the lengths of an input.</summary>
    public Shape InputShape { get; }

    /// <summary>Their targets, one behind the other.</summary>
    public ReadOnlySpan<TTarget> Targets { get; }

    /// <summary>The number of examples, and the lengths of a target.</summary>
    public Shape TargetShape { get; }
}
