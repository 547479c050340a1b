namespace Autograd;

/// <summary>A number that was noted in a <see cref="History"/>.</summary>
/// <param name="Step">When, in steps.</param>
/// <param name="Value">The number.</param>
public readonly record struct HistoryPoint(long Step, double Value);
