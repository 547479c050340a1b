namespace Autograd;

/// <summary>
/// A value that was asked for, or that a parameter was to take, is NaN or ±∞: thrown by a tape with <see cref="TapeOptions.CheckFinite"/>. The message says
/// where it was born, in the words of <c>FirstNonFinite</c>.
/// </summary>
public sealed class NonFiniteException : ArithmeticException
{
    internal NonFiniteException(string message)
        : base(message)
    {
    }
}
