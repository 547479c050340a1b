using System.Globalization;

namespace Autograd;

/// <summary>One step of the solution of a differential equation, as <see cref="OdeOptions.Progress"/> is told of it.</summary>
/// <param name="Number">The number of steps tried so far, this one included.</param>
/// <param name="Time">Where the step began.</param>
/// <param name="Length">How long it is in time; negative backwards.</param>
/// <param name="Error">The estimate of its error in units of the tolerance, 0 where steps are fixed.</param>
/// <param name="IsAccepted">Whether it was taken; if not, a shorter one follows.</param>
public readonly record struct OdeStep(int Number, double Time, double Length, double Error, bool IsAccepted)
{
    /// <summary>Where it began, its length and error.</summary>
    /// <returns>One line: <c>step 12 at t = 0.5: length 0.01, error 0.3 of the tolerance</c>.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"step {Number} at t = {Time:G6}: length {Length:G3}, error {Error:G2} of the tolerance{(IsAccepted ? "" : ", rejected")}");
}
