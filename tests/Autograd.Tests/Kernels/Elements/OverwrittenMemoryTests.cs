namespace Autograd.Tests.Kernels.Elements;

public class OverwrittenMemoryTests
{
    [Fact]
    public void Old_elements_are_put_back_and_new_ones_looked_at_in_parts_and_as_a_whole()
    {
        const int Length = 40, Start = 7, Count = 20;
        float[] memory = GC.AllocateArray<float>(4 * Length, pinned: true);
        nint address = System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        for (int i = 0; i < 2 * Length; i++) memory[i] = i;
        float[] before = [.. memory.AsSpan(0, 2 * Length)];
        var overwritten = new OverwrittenMemory<float>();
        for (int k = 0; k < 2; k++) overwritten.Add(address + (k * Length * sizeof(float)), address + ((2 + k) * Length * sizeof(float)), Length);
        Assert.Equal(address + (3 * Length * sizeof(float)), overwritten.KeptOf(0, 2, address + (Length * sizeof(float))));
        Assert.Equal(0, overwritten.KeptOf(0, 1, address + (Length * sizeof(float))));

        overwritten.Begin();
        overwritten.Keep(0, 2);
        memory.AsSpan(0, 2 * Length).Fill(-1);
        overwritten.Look(0, 2);
        Assert.True(overwritten.IsFinite);
        overwritten.Restore();
        Assert.Equal(before, memory[..(2 * Length)]);

        memory.AsSpan(2 * Length).Clear();
        overwritten.Keep(1, 1, Start, Count);
        Assert.Equal([.. new float[Length + Start], .. before[(Length + Start)..(Length + Start + Count)], .. new float[Length - Start - Count]], memory[(2 * Length)..]);
        memory[Length + Start + Count] = float.NaN;
        overwritten.Look(1, 1, Start, Count);
        Assert.True(overwritten.IsFinite);
        overwritten.Look(1, 1, Start + 1, Count);
        Assert.False(overwritten.IsFinite);
        overwritten.Begin();
        Assert.True(overwritten.IsFinite);
        overwritten.NoteNonFinite();
        Assert.False(overwritten.IsFinite);
        overwritten.Clear();
        Assert.Equal(0, overwritten.Count);
    }
}
