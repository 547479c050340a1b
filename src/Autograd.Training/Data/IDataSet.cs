namespace Autograd;

/// <summary>
/// Examples that can be asked for by number: an input and what is wanted for it. Implement it for data of one's own; a <see cref="DataLoader{TInput, TTarget}"/>
/// makes batches of it.
/// </summary>
/// <typeparam name="TInput">What an input consists of: float, double, or int for tokens.</typeparam>
/// <typeparam name="TTarget">What a target consists of: a number, or int for a class.</typeparam>
/// <example>
/// The function x², sampled anew each time:
/// <code>
/// sealed class Squares : IDataSet&lt;float, float&gt;
/// {
///     public int Count => 1000;
///     public Shape InputShape => [];
///     public Shape TargetShape => [];
///
///     public void Copy(int example, RandomGenerator random, Span&lt;float&gt; input, Span&lt;float&gt; target)
///     {
///         input[0] = (float)random.NextUniform();
///         target[0] = input[0] * input[0];
///     }
/// }
/// </code>
/// </example>
public interface IDataSet<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>The lengths of one input.</summary>
    Shape InputShape { get; }

    /// <summary>The lengths of one target; <c>[]</c> for a class.</summary>
    Shape TargetShape { get; }

    /// <summary>Copies an example. Several threads call it at the same time.</summary>
    /// <param name="example">Its number, from 0 to below <see cref="Count"/>.</param>
    /// <param name="random">Random numbers for this example in this epoch alone, such as for variations of an image: whichever thread asks gets the same.</param>
    /// <param name="input">Where its input goes, as many elements as <see cref="InputShape"/> has; what was there before is undefined.</param>
    /// <param name="target">Where its target goes, as many elements as <see cref="TargetShape"/> has; what was there before is undefined.</param>
    void Copy(int example, RandomGenerator random, Span<TInput> input, Span<TTarget> target);
}
