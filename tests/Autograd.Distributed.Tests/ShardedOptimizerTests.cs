namespace Autograd.Distributed.Tests;

public sealed class ShardedOptimizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ranks-").FullName;

    [MpiFact]
    public void It_has_the_bits_of_the_optimizer_by_itself_and_writes_the_same_file()
    {
        string Path(string name) => System.IO.Path.Combine(_folder, name);
        string expected = Mpirun.Run(0, "train", "steps", "20", "file", Path("whole")).Result();
        Assert.Equal(expected, Mpirun.Run(0, "train", "steps", "20", "sharded", "1", "file", Path("one")).Result());
        Assert.Equal(expected, Mpirun.Run(4, "train", "steps", "20", "sharded", "1", "file", Path("four")).Result());
        Assert.Equal(File.ReadAllBytes(Path("whole")), File.ReadAllBytes(Path("one")));
        Assert.Equal(File.ReadAllBytes(Path("whole")), File.ReadAllBytes(Path("four")));

        // From the file of four ranks two go on, and one with an optimizer that is not shared out.
        string later = Mpirun.Run(0, "train", "steps", "30").Result();
        File.Copy(Path("four"), Path("two"));
        Outcome two = Mpirun.Run(2, "train", "steps", "30", "sharded", "1", "file", Path("two"));
        Assert.Contains("goes on", two.Output, StringComparison.Ordinal);
        Assert.Equal(later, two.Result());
        Assert.Equal(later, Mpirun.Run(0, "train", "steps", "30", "file", Path("four")).Result());
    }

    [Fact]
    public void The_largest_parameters_go_first_each_to_the_rank_with_the_fewest_elements()
    {
        Parameter<float>[] parameters = [new("a", [2]), new("b", [10]), new("c", [4]), new("d", [3]), new("e", [3])];
        string[] Names(int ranks) => [.. ShardedOptimizer<float>.ShareOut(parameters, ranks).Select(share => string.Concat(share.Select(parameter => parameter.Name)))];
        Assert.Equal(["abcde"], Names(1));
        Assert.Equal(["ab", "cde"], Names(2));
        Assert.Equal(["b", "ac", "de"], Names(3));
        Assert.Equal(["b", "c", "d", "e", "a", ""], Names(6));
    }

    [Fact]
    public void A_rate_that_is_none_is_refused()
    {
        using var ranks = Ranks.Join();
        var optimizer = new ShardedOptimizer<float>(ranks, [new Parameter<float>("w", [2])], own => new Adam<float>(own, learningRate: 0.5));
        Assert.Equal((0.5, 2), (optimizer.LearningRate, optimizer.States.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1);
        Assert.Throws<ArgumentException>(() => new ShardedOptimizer<float>(ranks, [], own => new Adam<float>(own)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
