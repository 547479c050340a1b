namespace Autograd;

/// <summary>Examples in memory: two tables, a row of each for an example.</summary>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
public sealed class ArrayDataSet<TInput, TTarget> : IDataSet<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly TInput[] _inputs;
    private readonly TTarget[] _targets;

    /// <summary>Examples of arrays, which are not copied.</summary>
    /// <param name="inputs">The inputs one behind the other.</param>
    /// <param name="inputShape">The lengths of one.</param>
    /// <param name="targets">The targets one behind the other.</param>
    /// <param name="targetShape">The lengths of one; <c>[]</c> for classes.</param>
    /// <exception cref="ArgumentException">The inputs or the targets cannot be divided so, or there are more of one than of the other.</exception>
    /// <example><code>new ArrayDataSet&lt;float, int&gt;(pixels, [28, 28], labels, [])</code></example>
    public ArrayDataSet(TInput[] inputs, Shape inputShape, TTarget[] targets, Shape targetShape)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Count = Rows("inputs", inputs.Length, inputShape);
        int targetCount = Rows("targets", targets.Length, targetShape);
        if (Count != targetCount) throw DataErrors.CountsDiffer("ArrayDataSet", Count, targetCount);
        _inputs = inputs;
        _targets = targets;
        InputShape = inputShape;
        TargetShape = targetShape;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public Shape TargetShape { get; }

    /// <inheritdoc/>
    public void Copy(int example, RandomGenerator random, Span<TInput> input, Span<TTarget> target)
    {
        if ((uint)example >= (uint)Count) throw DataErrors.NoExample("ArrayDataSet", example, Count);
        _inputs.AsSpan(example * InputShape.ElementCount, InputShape.ElementCount).CopyTo(input);
        _targets.AsSpan(example * TargetShape.ElementCount, TargetShape.ElementCount).CopyTo(target);
    }

    private static int Rows(string what, int length, Shape shape) =>
        shape.ElementCount > 0 && length % shape.ElementCount == 0 ? length / shape.ElementCount : throw DataErrors.NotDivisible("ArrayDataSet", what, length, shape);
}
