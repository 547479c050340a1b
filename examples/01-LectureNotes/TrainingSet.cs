namespace Autograd.Examples.LectureNotes;

/// <summary>The training set Tr of the notes: N inputs x of two numbers, each with its target t.</summary>
internal sealed record TrainingSet
{
    /// <summary>A training set.</summary>
    /// <exception cref="ArgumentException">No example, a target too many or too few, or an input that is not of length 2.</exception>
    public TrainingSet(string name, double[][] inputs, double[] targets)
    {
        if (inputs.Length == 0 || inputs.Length != targets.Length)
            throw new ArgumentException($"{inputs.Length} inputs and {targets.Length} targets were given; one target for each of at least one input is needed.", nameof(targets));
        foreach (double[] x in inputs)
        {
            if (x.Length != Network.Inputs)
                throw new ArgumentException($"The network has {Network.Inputs} inputs; an example of length {x.Length} was given.", nameof(inputs));
        }

        (Name, Inputs, Targets) = (name, inputs, targets);
    }

    /// <summary>What the set is called in the output.</summary>
    public string Name { get; }

    /// <summary>The inputs, one row of 2 for each example.</summary>
    public double[][] Inputs { get; }

    /// <summary>The targets, one for each example.</summary>
    public double[] Targets { get; }

    /// <summary>The number of examples, N.</summary>
    public int Count => Inputs.Length;

    /// <summary>One example, x = (1, 2) with t = 1.</summary>
    public static TrainingSet Single { get; } = new("one example", [[1, 2]], [1]);

    /// <summary>The four examples of the exclusive or.</summary>
    public static TrainingSet Xor { get; } = new("exclusive or", [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]);

    /// <summary>Examples with inputs uniform in [−2, 2) and targets uniform in [0, 1).</summary>
    public static TrainingSet Random(SplitMix64 random, int count)
    {
        double[][] inputs = new double[count][];
        double[] targets = new double[count];
        for (int p = 0; p < count; p++)
        {
            inputs[p] = [random.Uniform(-2, 2), random.Uniform(-2, 2)];
            targets[p] = random.Uniform(0, 1);
        }

        return new("random", inputs, targets);
    }
}
