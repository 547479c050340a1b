namespace Autograd.Examples.Mnist;

/// <summary>How the network learns.</summary>
internal sealed record Settings
{
    /// <summary>How many of the images it learns from.</summary>
    public int Images { get; init; } = int.MaxValue;

    /// <summary>How many of the images held out it is judged by.</summary>
    public int HeldOut { get; init; } = int.MaxValue;

    /// <summary>How often it goes through them.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>The number of images of a step.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>The largest learning rate: it rises to this over the first third of the steps, and falls to almost nothing.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The most threads that compute; the results do not depend on it.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Decides the first weights, the order of the images, how they are moved, and what is dropped out.</summary>
    public ulong Seed { get; init; } = 1998;
}
