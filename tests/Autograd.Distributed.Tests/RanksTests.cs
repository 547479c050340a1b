[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Autograd.Distributed.Tests;

public class RanksTests
{
    [MpiFact]
    public void Every_rank_knows_its_number_and_gets_the_same_sums()
    {
        Outcome outcome = Mpirun.Run(3, "sums");
        Assert.True(outcome.Code == 0, outcome.Errors);
        for (int rank = 0; rank < 3; rank++) Assert.Contains($"{rank} of 3: 3 3 0.30000000000000004 7 {rank == 0}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("rank 0 of 3, Open MPI", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_launcher_there_is_a_group_of_one_and_no_library()
    {
        string[] lines = Mpirun.Run(0, "sums").Output.Trim().Split('\n');
        Assert.Equal(["0 of 1: 0 1 0.1 1 True", "rank 0 of 1, no MPI"], lines.Select(line => line.Trim()));
    }

    [MpiFact]
    public void One_process_under_mpirun_is_a_group_of_one() =>
        Assert.Contains("0 of 1: 0 1 0.1 1 True", Mpirun.Run(1, "sums").Output, StringComparison.Ordinal);

    /// <summary>Every fault ends all ranks with an error, which says who waits for whom, what differs, and how to mend it.</summary>
    [MpiTheory]
    [InlineData("no-library", "Open MPI's mpirun started 2 processes, and no MPI library was found under libnosuchmpi.so. Install the one that belongs to the launcher")]
    [InlineData("no-mpi", "the library libc.so.6 is neither Open MPI, nor MPICH")]
    [InlineData("other-length", "rank 0 says: Share: rank 1 has another model than rank 0: 'Single b [4]' at place 1, where rank 0 has 'Single b [3]'.", "rank 1 says: Share: rank 1 has another model than rank 0: 'Single b [4]'")]
    [InlineData("other-count", "rank 0 says: Share: rank 1 has another model than rank 0: nothing more at place 1, where rank 0 has 'Single b [3]'.", "rank 1 says: ")]
    [InlineData("other-shards", "GradientAverage: rank 1 has another average than rank 0: '8 shards", "rank 1 says: ")]
    [InlineData("too-many-ranks", "GradientAverage: 1 shards cannot be shared out among 2 ranks; there must be as many for each, and a power of two of them: 2, 4, 8, …")]
    [InlineData("leaves", "rank 1 says: a fault of the program's own", "of 2 ends all")]
    [InlineData("throws", "a fault that nobody catches")]
    [InlineData("returns", "exiting improperly")]
    [InlineData("out-of-step", ", which is in ", "Every rank must make the same calls in the same order.")]
    [InlineData("missing", "Sum: rank 0 of 2 has waited 2 s for rank 1.")]
    [InlineData("short", "Sum: rank 0 got 792 bytes from rank 1; 800 were expected.")]
    [InlineData("long", "Sum: rank 0 could not receive from rank 1: MPI_ERR_TRUNCATE")]
    [InlineData("no-file", "Load: rank 1 has another file", "bytes with the hash", "where rank 0 has 'none'")]
    [InlineData("unwritable", "rank 0 says: Save: rank 0 could not write the file: Could not find a part of the path", "rank 1 says: Save: rank 0 could not write the file; it says why")]
    public void A_fault_ends_all_ranks_and_is_named(string name, params string[] expected)
    {
        Outcome outcome = Mpirun.Run(2, "misuse", name);
        Assert.True(outcome.Code != 0, "It ended as if nothing were wrong.");
        string text = (outcome.Output + outcome.Errors).ReplaceLineEndings("\n");
        Assert.Contains(expected[0], text, StringComparison.Ordinal);

        // Others may be ended before they say something, but where all find it out at the same time.
        Assert.True(expected.Skip(1).All(part => text.Contains(part, StringComparison.Ordinal)), text);
    }

    [MpiFact]
    public void The_library_of_another_launcher_is_refused()
    {
        if (!System.Runtime.InteropServices.NativeLibrary.TryLoad("libmpich.so.12", out _)) return;
        Outcome outcome = Mpirun.Run(2, "misuse", "mpich");
        Assert.NotEqual(0, outcome.Code);
        Assert.Contains("Open MPI's mpirun started 2 processes, and this one sees 1: the library, MPICH", outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }
}
