namespace Autograd;

/// <summary>A solver stopped without a solution where one was needed to go on, as within a node whose value is the solution.</summary>
public sealed class NotConvergedException : ArithmeticException
{
    /// <summary>Without a message of its own.</summary>
    public NotConvergedException()
        : this("A solver stopped without a solution.")
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">What happened.</param>
    public NotConvergedException(string message)
        : base(message) => Reason = StopReason.NoProgress;

    /// <summary>With a message and its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public NotConvergedException(string message, Exception innerException)
        : base(message, innerException) => Reason = StopReason.NoProgress;

    internal NotConvergedException(string message, StopReason reason)
        : base(message) => Reason = reason;

    /// <summary>Why it stopped.</summary>
    public StopReason Reason { get; }
}
