namespace Autograd.Tests.Memory;

public class ArenaTests
{
    [Fact]
    public void Pieces_are_aligned_do_not_overlap_and_keep_what_is_written_while_blocks_are_added()
    {
        var arena = new Arena<double>();
        var random = new Random(1);
        var pieces = new List<(nint Address, int Count)>();
        for (int k = 0; k < 500; k++)
        {
            int count = random.Next(0, 200);
            nint address = arena.Allocate(count);
            Assert.Equal(0, address % (8 * count <= 16 ? 16 : PinnedMemory.Alignment));
            PinnedMemory.Span<double>(address, count).Fill(k);
            pieces.Add((address, count));
        }

        for (int k = 0; k < pieces.Count; k++)
        {
            foreach (double value in PinnedMemory.Span<double>(pieces[k].Address, pieces[k].Count)) Assert.Equal(k, value);
        }

        var inOrder = pieces.OrderBy(p => p.Address).ToArray();
        for (int k = 1; k < inOrder.Length; k++) Assert.True(inOrder[k - 1].Address + (8 * Math.Max(inOrder[k - 1].Count, 1)) <= inOrder[k].Address);
        GC.KeepAlive(arena);
    }

    [Fact]
    public void After_a_reset_the_same_memory_is_handed_out_and_nothing_is_allocated()
    {
        var arena = new Arena<float>();
        Run();
        long reserved = arena.Reserved;
        nint first = Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool same = true;
        for (int k = 0; k < 10; k++) same &= Run() == first;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(same);
        Assert.True(arena.Reserved >= reserved && reserved >= 40 * 1000);

        nint Run()
        {
            arena.Reset();
            nint address = arena.Allocate(1000);
            for (int k = 1; k < 40; k++) arena.Allocate(1000);
            return address;
        }
    }

    [Fact]
    public void Growth_is_geometric()
    {
        var arena = new Arena<double>();
        int blocks = 0;
        long reserved = 0;
        for (int k = 0; k < 100_000; k++)
        {
            arena.Allocate(8);
            if (arena.Reserved != reserved) blocks++;
            reserved = arena.Reserved;
        }

        Assert.InRange(blocks, 2, 12);
        Assert.InRange(reserved, 800_000, 2_400_000);
    }

    [Fact]
    public void One_piece_larger_than_every_block_fits()
    {
        var arena = new Arena<double>();
        arena.Allocate(1);
        nint address = arena.Allocate(100_000);
        PinnedMemory.Span<double>(address, 100_000).Fill(1);
        arena.Reset();
        Assert.Equal(0, arena.Allocate(100_001) % 64);
    }

    [Fact]
    public void Nothing_is_retained_where_nothing_was_handed_out()
    {
        Arena<double> arena = new(), other = new();
        arena.Rewind();
        arena.Retain(other.Allocate(10), 10);
        Assert.Equal(0, arena.Reserved);
        Assert.NotEqual(0, arena.Allocate(10));
    }

    [Fact]
    public void Released_memory_is_not_counted_and_the_arena_can_begin_anew()
    {
        var arena = new Arena<double>();
        arena.Allocate(10);
        arena.Release();
        Assert.Equal(0, arena.Reserved);
        PinnedMemory.Span<double>(arena.Allocate(10), 10).Fill(1);
    }

    [Fact]
    public void More_than_an_array_can_hold_is_refused_in_words() =>
        Assert.StartsWith("Tape: room for 2147483647 elements", Assert.Throws<InvalidOperationException>(() => PinnedMemory.Allocate<double>(int.MaxValue, "Tape")).Message);
}
