namespace Autograd;

/// <summary>What a unit of a recurrent layer makes of an input x and of the state h before.</summary>
public enum RecurrentKind
{
    /// <summary>h' = tanh(W x + U h + b). (J. Elman, "Finding structure in time", 1990.)</summary>
    Tanh,

    /// <summary>h' = max(W x + U h + b, 0).</summary>
    Relu,

    /// <summary>
    /// r = σ(Wr x + br + Ur h + cr), z = σ(Wz x + bz + Uz h + cz), n = tanh(Wn x + bn + r ⊙ (Un h + cn)), h' = (1 − z) ⊙ n + z ⊙ h. The rows of W, U, b, c are those of r, then z,
    /// then n. (K. Cho et al., 2014, with the reset after the product.)
    /// </summary>
    Gru,

    /// <summary>
    /// i = σ(Wi x + Ui h + bi), f = σ(Wf x + Uf h + bf), g = tanh(Wg x + Ug h + bg), o = σ(Wo x + Uo h + bo), c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c'). The rows of W, U, b are those of
    /// i, f, g, o. (S. Hochreiter, J. Schmidhuber, 1997; the forget gate by F. Gers et al., 2000.)
    /// </summary>
    Lstm,
}
