namespace Autograd.Examples.CharacterModel;

/// <summary>How large the model is, and how it learns.</summary>
internal sealed record Settings
{
    /// <summary>How many bytes it sees at once.</summary>
    public int Context { get; init; } = 64;

    /// <summary>The number of features of a position.</summary>
    public int Features { get; init; } = 128;

    /// <summary>The number of heads of each attention.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>The number of transformer blocks.</summary>
    public int Blocks { get; init; } = 3;

    /// <summary>How many pieces of text it learns from in a step.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The number of steps.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>After how many steps a line is reported.</summary>
    public int StepsPerLine { get; init; } = 100;

    /// <summary>The largest learning rate: it rises to this over the first steps, and falls along a cosine to a tenth.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>How many of the first steps the learning rate rises over.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>The largest norm of the gradients; longer ones are shortened.</summary>
    public double LargestNorm { get; init; } = 1;

    /// <summary>The most threads that compute; the results do not depend on it.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Decides the first weights, what is learned from in which step, and what is written.</summary>
    public ulong Seed { get; init; } = 1813;
}
