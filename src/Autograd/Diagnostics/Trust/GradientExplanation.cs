namespace Autograd;

/// <summary>Why a gradient is zero, not there, or not finite.</summary>
public enum GradientCut
{
    /// <summary>It is none of that.</summary>
    None,

    /// <summary>Nothing that was differentiated depends on the node.</summary>
    NoPath,

    /// <summary>The node is a constant, or what was differentiated reads a constant that repeats values which depend on it.</summary>
    Constant,

    /// <summary>StopGradient stands on every path.</summary>
    StopGradient,

    /// <summary>A comparison stands on every path.</summary>
    Comparison,

    /// <summary>The node is used for nothing but to find indices.</summary>
    Index,

    /// <summary>An operation without a derivative stands on every path, such as Floor; or the node is an operand that an operation has none by.</summary>
    NoDerivative,

    /// <summary>The node has no elements.</summary>
    ZeroLength,

    /// <summary>The cotangent that Backward was given is 0.</summary>
    ZeroCotangent,

    /// <summary>A mask cuts elements off: that of Relu, Where, Clamp, Max, Dropout; or they are not among those that Slice or Gather takes.</summary>
    Mask,

    /// <summary>A factor is 0.</summary>
    ZeroFactor,

    /// <summary>A function is flat far around: its slope is too small for a number.</summary>
    Saturation,

    /// <summary>A function has the slope 0 in that very point.</summary>
    Stationary,

    /// <summary>A product of factors that are not 0 is too small for a number.</summary>
    Underflow,

    /// <summary>What comes together adds up to 0.</summary>
    Cancellation,

    /// <summary>NaN: a zero that was computed meets an infinite slope.</summary>
    Undetermined,

    /// <summary>NaN or ±∞ for any other reason.</summary>
    NotFinite,

    /// <summary>It can no longer be computed, since a parameter was updated.</summary>
    Unknown,
}

/// <summary>What <c>gradients.Explain</c> found out. What it says stays good after the tape was reset.</summary>
public sealed class GradientExplanation
{
    private readonly string _text;

    internal GradientExplanation(GradientCut cut, string place, CallSite? callSite, int zeros, int elements, string text)
    {
        Cut = cut;
        Place = place;
        CallSite = callSite;
        ZeroCount = zeros;
        ElementCount = elements;
        _text = text;
    }

    /// <summary>The reason; where there are several, that which is nearest to the node.</summary>
    public GradientCut Cut { get; }

    /// <summary>The equation of the operation in whose derivative the gradient is lost: <c>h = relu(z)</c>; empty where it is not lost in one.</summary>
    public string Place { get; }

    /// <summary>The line that recorded this operation; null unless the tape has <see cref="TapeOptions.RecordCallSites"/>.</summary>
    public CallSite? CallSite { get; }

    /// <summary>How many elements of the gradient are 0; all of them where there is no gradient.</summary>
    public int ZeroCount { get; }

    /// <summary>How many elements it has.</summary>
    public int ElementCount { get; }

    /// <summary>The explanation in whole sentences.</summary>
    /// <returns><c>The gradient by z is 0 in 2 of 3 elements: the mask of h = relu(z) cuts off 2 of 3.</c></returns>
    public override string ToString() => _text;
}
