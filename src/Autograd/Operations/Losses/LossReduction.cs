namespace Autograd;

/// <summary>How the losses of single elements or examples become the result.</summary>
public enum LossReduction
{
    /// <summary>Their mean, which of none is NaN: a scalar.</summary>
    Mean,

    /// <summary>Their sum, which of none is 0: a scalar.</summary>
    Sum,

    /// <summary>Each stays by itself.</summary>
    None,
}
