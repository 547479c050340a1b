namespace Autograd.Examples.LectureNotes;

/// <summary>One way to compute ∂J/∂W¹, ∂J/∂b¹, ∂J/∂w², ∂J/∂b². No two ways share the code of a derivative.</summary>
internal interface IGradientMethod
{
    /// <summary>A name of at most 11 characters, the heading of the way's column.</summary>
    string Name { get; }

    /// <summary>What the way does, in at most 84 characters: it follows the name on one line.</summary>
    string Description { get; }

    /// <summary>The gradient of J = 1/(2N) Σ (t − z)² by every weight and bias.</summary>
    NetworkGradient Gradient(Network network, TrainingSet data);
}
