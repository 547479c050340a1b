namespace Autograd;

/// <summary>The Jacobians of a softmax p and of its logarithm, which products are taken with.</summary>
internal enum SoftmaxJacobian
{
    /// <summary>That of the softmax, its own transpose: p ⊙ (x − Σ x ⊙ p).</summary>
    Softmax,

    /// <summary>That of the logarithm: x − Σ x ⊙ p.</summary>
    Logarithm,

    /// <summary>The transpose of that: x − p ⊙ Σ x.</summary>
    LogarithmTransposed,
}
