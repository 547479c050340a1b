using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    /// <summary>What is recorded of a matrix, computed at once, whatever the tape's mode.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="b">What goes with it, or default.</param>
    /// <param name="record">Records it.</param>
    /// <param name="result">What was recorded; default where the matrix was refused.</param>
    /// <typeparam name="TRefusal">How a matrix is refused.</typeparam>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>False where it was; nothing is recorded then.</returns>
    private static bool TryCompute<TRefusal, T>(
        Variable<T> a, Variable<T> b, Func<Variable<T>, Variable<T>, Variable<T>> record, out Variable<T> result)
        where TRefusal : Exception
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        result = default;
        using var attempt = new Attempt<T>(a.Tape);
        try
        {
            Variable<T> recorded = record(a, b);
            a.Tape.Read(recorded);
            result = attempt.Keep(recorded);
            return true;
        }
        catch (TRefusal)
        {
            return false;
        }
    }
}
