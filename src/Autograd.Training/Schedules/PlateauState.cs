namespace Autograd;

/// <summary>What a <see cref="Plateau"/> remembers.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Best">The best loss so far; +∞ before the first.</param>
/// <param name="Waited">How many losses in a row were no better.</param>
/// <param name="Cooling">How many of the next losses do not count.</param>
public readonly record struct PlateauState(double Rate, double Best, long Waited, long Cooling);
