namespace Autograd;

/// <summary>The wording of every exception of this assembly, in the style of the core: who refuses, what was given, what was expected, how to mend it.</summary>
internal static class DistributedErrors
{
    private const string StartAgain = "Start again; Load goes on from the last checkpoint.";

    public static InvalidOperationException NoLibrary(Launcher launcher, string[] names) =>
        new($"Ranks: {launcher.Name} started {launcher.Processes} processes, and no MPI library was found under {Or(names)}. Install the one that belongs to the launcher (Debian: apt-get install openmpi-bin), add its folder to LD_LIBRARY_PATH, or call Ranks.Join(library: path).");

    public static InvalidOperationException UnknownLibrary(string name, string why) =>
        new($"Ranks: the library {name} is neither Open MPI, nor MPICH, nor one with MPI 5's standard interface: {why}. Call Ranks.Join(library: path) with one that is.");

    public static InvalidOperationException OtherLibrary(Launcher launcher, int count, string library) =>
        new($"Ranks: {launcher.Name} started {launcher.Processes} processes, and this one sees {count}: the library, {library.Split(',')[0]}, does not belong to that launcher. Start the program with the mpirun of the library{(launcher.Name.StartsWith("Slurm", StringComparison.Ordinal) ? ", or srun with --mpi=pmix" : "")}, or call Ranks.Join(library: path) with the library of the launcher.");

    public static InvalidOperationException Failed(string function, string text) =>
        new($"Ranks: {function} failed: {text}. {StartAgain}");

    public static InvalidOperationException Message(Call call, int rank, int other, bool isReceived, string text) =>
        new($"{Name(call)}: rank {rank} could not {(isReceived ? "receive from" : "send to")} rank {other}: {text}. Where a message was longer than expected, the two have tensors of other lengths. {StartAgain}");

    public static InvalidOperationException CutShort(Call call, int rank, int other, int bytes, int expected) =>
        new($"{Name(call)}: rank {rank} got {bytes} bytes from rank {other}; {expected} were expected. Every rank must give tensors of the same lengths. {StartAgain}");

    public static InvalidOperationException OutOfStep(Call call, int rank, Call theirs, int other) =>
        new($"{Name(call)}: rank {rank} waits for rank {other}, which {(theirs == Call.Dispose ? "has left: its program came to an end, or disposed of its Ranks" : $"is in {Name(theirs)}")}. Every rank must make the same calls in the same order. {StartAgain}");

    public static InvalidOperationException Missing(Call call, int rank, int count, int[] others, TimeSpan patience) =>
        new($"{Name(call)}: rank {rank} of {count} has waited {patience.TotalSeconds:0.###} s for {(others.Length == 0 ? "others to receive" : $"rank {string.Join(", ", others)}")}. Every rank must make the same calls; where one takes longer for good reason, call Ranks.Join(patience: …).");

    public static InvalidOperationException Ended(Call call) =>
        new($"{Name(call)}: a call before has failed on this rank, so that the ranks can do nothing together any more. {StartAgain}");

    public static InvalidOperationException Different(string caller, string what, int rank, string[] theirs, string[] first)
    {
        int k = 0;
        while (k < theirs.Length && k < first.Length && theirs[k] == first[k]) k++;
        string place = Math.Max(theirs.Length, first.Length) == 1 ? "" : $" at place {k}";
        return new($"{caller}: rank {rank} has another {what} than rank 0: {LineOf(theirs, k)}{place}, where rank 0 has {LineOf(first, k)}. Every rank must give the same.");
    }

    public static InvalidOperationException NotSaved(Exception? error) =>
        new($"Save: rank 0 could not write the file{(error is null ? "; it says why" : $": {error.Message}")}", error);

    public static ArgumentException Shards(string caller, int virtualShards, int ranks) =>
        new($"{caller}: {virtualShards} shards cannot be shared out among {ranks} ranks; there must be as many for each, and a power of two of them: {ranks}, {2 * ranks}, {4 * ranks}, … Give another number of shards, or start another number of processes.", nameof(virtualShards));

    public static ArgumentException BatchSize(int batchSize, int virtualShards) =>
        new($"Shard: the batch size is {batchSize}; it must be a multiple of the number of shards, {virtualShards}, so that each has as many examples.", nameof(batchSize));

    public static ArgumentException FewExamples(int count, int batchSize) =>
        new($"Shard: there are {count} examples; a step takes {batchSize}. Give a smaller batch size.", "data");

    public static ArgumentOutOfRangeException NoPosition(DataPosition position, int count) =>
        new("value", $"Position: there is no step {position.Batch} of epoch {position.Epoch}; an epoch has {count}, counted from 0.");

    public static ArgumentOutOfRangeException Rate(double rate) =>
        new("value", $"ShardedOptimizer: the learning rate is {rate}; it must be a finite number, 0 or more.");

    public static string EndsAll(int rank, int count) => $"Ranks: rank {rank} of {count} ends all, since they can do nothing together any more. {StartAgain}";

    public static string Told(int rank, int count) => $"Ranks: rank {rank} of {count} was told to end (SIGTERM): another rank has failed, or somebody cancelled the job. {StartAgain}";

    private static string Name(Call call) => call switch
    {
        Call.Agree => "comparison of names and lengths",
        Call.Average => "GradientAverage.Add",
        Call.Step => "ShardedOptimizer.Step",
        _ => call.ToString(),
    };

    private static string LineOf(string[] lines, int k) => k < lines.Length ? $"'{lines[k]}'" : "nothing more";

    private static string Or(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
}
