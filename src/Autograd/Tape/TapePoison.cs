namespace Autograd;

/// <content>What a recording leaves behind for those who keep spans of it: nothing, where <see cref="TapeOptions.PoisonOnReset"/> asks for that.</content>
public sealed partial class Tape<T>
{
    /// <summary>
    /// Overwrites the values of all known nodes, of which the next recording writes those that it reads. Not those of parameters, which are
    /// not the tape's; nor the leaves that rules brought in, scalars all of them, which are read as they are where the walk is repeated.
    /// </summary>
    private void Poison()
    {
        foreach (Plan<T> plan in _plans.Known) Poison(plan.Address, plan.ElementCount, areIndices: false);
        for (int i = 0, walk = 0; i < Program.Known; i++)
        {
            ref NodeValue value = ref Values[i];
            Operation<T> operation = Program[i].Operation;
            int count = Program[i].Shape.ElementCount;
            while (walk < _knownWalks && _walks[walk].EndNode <= i) walk++;
            bool isOfRule = value.Evaluated == NodeValue.Always && walk < _knownWalks && _walks[walk].FirstNode <= i;
            bool isOwner = operation.Kind != OperationKind.View && value.Parameter < 0 && !isOfRule;
            if (isOwner && value.Address != 0) Poison(value.Address, count, operation.GivesIndices);
            if (Values.CopyOf(in value) is not 0 and nint copy) Poison(copy, count, areIndices: false);
        }
    }

    private static void Poison(nint address, int count, bool areIndices)
    {
        if (areIndices) PinnedMemory.Span<int>(address, count).Fill(int.MinValue);
        else PinnedMemory.Span<T>(address, count).Fill(T.NaN);
    }
}
