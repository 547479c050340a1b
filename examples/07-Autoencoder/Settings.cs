namespace Autograd.Examples.Autoencoder;

/// <summary>How the network learns.</summary>
internal sealed record Settings
{
    /// <summary>How many of the images it learns from.</summary>
    public int Images { get; init; } = int.MaxValue;

    /// <summary>How often it goes through them.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>The number of images of a step.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>The largest learning rate.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>The most threads that compute; the results do not depend on it.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Decides the first weights and the order of the images.</summary>
    public ulong Seed { get; init; } = 2006;
}
