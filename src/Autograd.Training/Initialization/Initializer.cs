namespace Autograd;

/// <summary>
/// How the weights of a layer start: random, with mean 0 and a variance that keeps signals about as large after the layer as before.
/// n is the number of inputs of one unit, m the number of units that one input reaches.
/// </summary>
public enum Initializer
{
    /// <summary>
    /// Uniform in ±√(6/(n + m)), of variance 2/(n + m): for tanh, sigmoid and linear layers.
    /// (X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.)
    /// </summary>
    GlorotUniform,

    /// <summary>Normal with variance 2/(n + m); for the same layers as <see cref="GlorotUniform"/>.</summary>
    GlorotNormal,

    /// <summary>
    /// Uniform in ±√(6/n), of variance 2/n: for layers followed by a rectifier.
    /// (K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015.)
    /// </summary>
    HeUniform,

    /// <summary>Normal with variance 2/n; for the same layers as <see cref="HeUniform"/>.</summary>
    HeNormal,
}
