namespace Autograd;

/// <summary>Where a <see cref="RandomGenerator"/> is in its sequence: to go on later from there, with the same numbers.</summary>
/// <param name="S0">The first 64 bits of the state.</param>
/// <param name="S1">The second.</param>
/// <param name="S2">The third.</param>
/// <param name="S3">The fourth.</param>
/// <param name="SpareNormal">The normal number that comes next, where the last one drawn was the first of a pair.</param>
public readonly record struct RandomGeneratorState(ulong S0, ulong S1, ulong S2, ulong S3, double? SpareNormal);
