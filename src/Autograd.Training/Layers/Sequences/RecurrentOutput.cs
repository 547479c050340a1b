using System.Numerics;

namespace Autograd;

/// <summary>What a recurrent layer gives.</summary>
/// <param name="Outputs">The states of the last level after each step, those of both directions side by side: [batch, time, units · directions].</param>
/// <param name="States">The last state of each level and direction, level by level, the backward one second: [levels · directions, batch, units].</param>
/// <param name="Cells">The last c of each, in the same order; default where there are none.</param>
/// <typeparam name="T">Element type.</typeparam>
public readonly record struct RecurrentOutput<T>(Variable<T> Outputs, Variable<T> States, Variable<T> Cells)
    where T : unmanaged, IFloatingPointIeee754<T>;
