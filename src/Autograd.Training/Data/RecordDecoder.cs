namespace Autograd;

/// <summary>Makes an example of the bytes of a record. Several threads call it at the same time.</summary>
/// <param name="record">The bytes.</param>
/// <param name="random">Random numbers for this example in this epoch alone.</param>
/// <param name="input">Where the input goes.</param>
/// <param name="target">Where the target goes.</param>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
public delegate void RecordDecoder<TInput, TTarget>(ReadOnlySpan<byte> record, RandomGenerator random, Span<TInput> input, Span<TTarget> target)
    where TInput : unmanaged
    where TTarget : unmanaged;
