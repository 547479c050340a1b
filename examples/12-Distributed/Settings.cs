namespace Autograd.Examples.Distributed;

/// <summary>How the network learns.</summary>
internal sealed record Settings
{
    /// <summary>How many of the images it learns from.</summary>
    public int Images { get; init; } = int.MaxValue;

    /// <summary>How many of the images held out it is judged by.</summary>
    public int HeldOut { get; init; } = int.MaxValue;

    /// <summary>How often it goes through them.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>The number of images of a step, on all processes together.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The number of shards of a step: as many processes can share it.</summary>
    public int Shards { get; init; } = 8;

    /// <summary>The largest learning rate: it rises to this over the first third of the steps, and falls to almost nothing.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Decides the first weights, the order of the images, how they are moved, and what is dropped out.</summary>
    public ulong Seed { get; init; } = 1998;
}
