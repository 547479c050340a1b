namespace Autograd;

/// <summary>Where a training is in its data.</summary>
/// <param name="Epoch">The number of epochs that are over.</param>
/// <param name="Batch">The number of batches of the epoch that were given out.</param>
public readonly record struct DataPosition(long Epoch, int Batch);
