using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Autograd;

/// <summary>
/// The processes of one training, started by <c>mpirun</c> or <c>srun</c>, each a rank with a number; without either a group of one: the same program, with the same
/// bits. They speak by MPI, whose library is found by name when the program runs: that of MPI 5's standard interface, Open MPI's, or MPICH's.
/// </summary>
/// <remarks>
/// Every rank makes the same calls in the same order; each call waits for the others, and says so where they make another one, have left, or do not come. A rank that
/// throws and does not catch it, is killed, or disposes of this while others wait, ends all of them: start again from the last checkpoint. For one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// using var ranks = Ranks.Join();
/// ranks.Share(network);
/// using var data = images.Shard(ranks, batchSize: 64, seed: 1);
/// var average = new GradientAverage&lt;float&gt;(ranks, network);
/// foreach (var batch in data.RestOfEpoch())
/// {
///     tape.Reset();
///     if (average.Add(Loss(tape, batch))) optimizer.Step(average.Gradients);
/// }
/// </code>
/// </example>
public sealed unsafe class Ranks : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Mpi? _mpi;
    private readonly Exchange? _exchange;
    private readonly PosixSignalRegistration? _registration;
    private bool _isDisposed;

    private Ranks() => (Count, Library) = (1, "no MPI");

    private Ranks(Mpi mpi, Launcher launcher, TimeSpan patience)
    {
        _mpi = mpi;
        (Rank, Count) = mpi.Start();
        Library = mpi.Version;
        if (Count != launcher.Processes) throw DistributedErrors.OtherLibrary(launcher, Count, Library);
        _exchange = new Exchange(mpi, Rank, Count, patience);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Console.Error.WriteLine(DistributedErrors.Told(Rank, Count)));
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public int Count { get; }

    /// <summary>Whether this is rank 0, which reports and writes.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Where progress goes: the standard output on rank 0, nowhere on others.</summary>
    public TextWriter Out => IsFirst ? Console.Out : TextWriter.Null;

    /// <summary>Which MPI library it is, in the library's words.</summary>
    public string Library { get; }

    /// <summary>The time that this rank has waited for messages, its own and the others'.</summary>
    public TimeSpan TimeInCommunication => _exchange?.Waited ?? TimeSpan.Zero;

    /// <summary>The bytes that this rank has sent.</summary>
    public long BytesSent => _exchange?.BytesSent ?? 0;

    /// <summary>Joins the processes that were started together; a group of one where there is no launcher, or one process.</summary>
    /// <param name="library">The name or path of an MPI library, where the usual names do not find the right one.</param>
    /// <param name="patience">How long a call waits for the other ranks before it throws; half an hour by itself, and endless for <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <returns>The group. To be disposed of at the end of the program, and joined once.</returns>
    /// <exception cref="InvalidOperationException">There are several processes, and no MPI library, or one that does not belong to their launcher.</exception>
    public static Ranks Join(string? library = null, TimeSpan? patience = null)
    {
        Launcher launcher = Launcher.Of(Environment.GetEnvironmentVariable);
        return launcher.Processes == 1 ? new() : new(Mpi.Load(launcher, library), launcher, patience ?? Patience);
    }

    /// <summary>
    /// Gives every rank the parameters and buffers of rank 0, after names and lengths were compared. Make the model from the same seed on every rank all the same: what
    /// a <see cref="Dropout{T}"/> draws follows from it, too.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="InvalidOperationException">The models differ; every rank says how.</exception>
    public void Share<T>(Layer<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        Share(model.Tensors.Select(tensor => tensor.Parameter));
    }

    /// <summary>Gives every rank the values of rank 0, after names and lengths were compared.</summary>
    /// <param name="parameters">The parameters, on every rank the same in the same order.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="InvalidOperationException">The parameters differ; every rank says how.</exception>
    public void Share<T>(IEnumerable<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameter<T>[] all = [.. parameters];
        Agree("Share", "model", [.. all.Select(parameter => $"{typeof(T).Name} {parameter}")]);
        if (Count == 1) return;
        foreach (Parameter<T> parameter in all)
        {
            // Everybody gets a part from rank 0, and the other parts from those who got them: no rank sends much more than twice the values.
            Span<T> values = parameter.Update();
            Exchange messages = Begin(Call.Share);
            for (int other = 1; other < Count && IsFirst; other++) messages.Send<T>(Exchange.PartOf(values, other, Count), other);
            if (!IsFirst) messages.Receive(Exchange.PartOf(values, Rank, Count), 0);
            messages.Complete();
            messages.Gather(values);
            messages.Complete();
        }
    }

    /// <summary>
    /// Adds up numbers over the ranks, in their order: each rank gets the same sums. Whole numbers up to 2⁵³ have exact sums; others depend, in their last bits, on
    /// what each rank added up before. A mean loss that is the same for any number of ranks is <see cref="GradientAverage{T}.Loss"/>.
    /// </summary>
    /// <param name="values">This rank's numbers, replaced by the sums; on every rank as many.</param>
    /// <exception cref="InvalidOperationException">A rank has other numbers of them, makes another call or has left.</exception>
    public void Sum(Span<double> values) => Sum(Call.Sum, values);

    /// <summary>Adds up a number over the ranks, as <see cref="Sum(Span{double})"/> does.</summary>
    /// <param name="value">This rank's number.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="InvalidOperationException">A rank makes another call or has left.</exception>
    public double Sum(double value)
    {
        Sum(new Span<double>(ref value));
        return value;
    }

    /// <summary>Has rank 0 write a checkpoint, aside and then renamed, while the others wait for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">All that the training consists of. Positions in data count steps, so that another number of ranks may go on from it.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Rank 0 could not write it, makes another call or has left.</exception>
    public void Save<T>(string path, Checkpoint<T> checkpoint)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Save(() => checkpoint.Save(path));
    }

    /// <summary>Reads a checkpoint on every rank, if there is one. It must be the same file for all, as on a file system that they share.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">What it is read into.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>False where no rank has such a file; then nothing has changed.</returns>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or one of something else.</exception>
    /// <exception cref="InvalidOperationException">A rank has no such file, or another one.</exception>
    public bool Load<T>(string path, Checkpoint<T> checkpoint)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        bool exists = File.Exists(path);
        Agree("Load", $"file {path}", [exists && Count > 1 ? Hash(path) : exists ? "" : "none"]);
        if (exists) checkpoint.Load(path);
        return exists;

        static string Hash(string path)
        {
            using FileStream file = File.OpenRead(path);
            return $"one of {file.Length} bytes with the hash {Convert.ToHexStringLower(SHA256.HashData(file))[..16]}";
        }
    }

    /// <summary>
    /// Leaves the others, after all came to this point. Where a call has failed on this rank, or others still wait for it elsewhere, it ends all of them, so that none
    /// waits forever.
    /// </summary>
    public void Dispose()
    {
        if (_isDisposed || _mpi is null || _exchange is null) return;
        _isDisposed = true;
        try
        {
            if (!_exchange.HasFailed) Sum(Call.Dispose, []);
        }
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine(e.Message);
        }

        if (_exchange.HasFailed)
        {
            Console.Error.WriteLine(DistributedErrors.EndsAll(Rank, Count));
            _mpi.Abort();
        }

        _mpi.End();
        _registration?.Dispose();
    }

    /// <summary>Which rank, of how many, and the library.</summary>
    /// <returns>The text: <c>rank 0 of 4, Open MPI v4.1.4 …</c></returns>
    public override string ToString() => $"rank {Rank} of {Count}, {Library}";

    /// <summary>Messages for a call, to be begun and waited for.</summary>
    internal Exchange Begin(Call call)
    {
        ObjectDisposedException.ThrowIf(_isDisposed && call != Call.Dispose, this);
        _exchange!.Begin(call);
        return _exchange;
    }

    /// <summary>Has rank 0 write something; where it cannot, every rank throws.</summary>
    internal void Save(Action write)
    {
        Exception? error = null;
        try
        {
            if (IsFirst) write();
        }
        catch (Exception e) when (Count > 1 && e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            error = e;
        }

        Span<double> failed = [error is null ? 0 : 1];
        Sum(Call.Save, failed);
        if (failed[0] > 0) throw DistributedErrors.NotSaved(error);
    }

    /// <summary>Throws, on every rank, where a rank has other lines than rank 0.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="what">What the lines describe.</param>
    /// <param name="lines">This rank's lines.</param>
    internal void Agree(string caller, string what, string[] lines)
    {
        if (Count == 1) return;
        byte[] own = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        int[] lengths = Gathered(Call.Agree, [own.Length]);
        Array.Resize(ref own, lengths.Max());
        byte[] texts = Gathered<byte>(Call.Agree, own);
        string[] first = LinesOf(0);
        for (int rank = 1; rank < Count; rank++)
        {
            string[] theirs = LinesOf(rank);
            if (!theirs.AsSpan().SequenceEqual(first)) throw DistributedErrors.Different(caller, what, rank, theirs, first);
        }

        string[] LinesOf(int rank) => Encoding.UTF8.GetString(texts, rank * own.Length, lengths[rank]).Split('\n');
    }

    private void Sum(Call call, Span<double> values)
    {
        if (Count == 1) return;
        double[] all = Gathered<double>(call, values);
        values.Clear();
        for (int k = 0; k < all.Length; k++) values[k % values.Length] += all[k];
    }

    /// <summary>The values of all ranks, one behind the other; of each as many.</summary>
    internal T[] Gathered<T>(Call call, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        T[] all = GC.AllocateUninitializedArray<T>(values.Length * Count, pinned: true);
        values.CopyTo(Exchange.PartOf<T>(all, Rank, Count));
        Exchange messages = Begin(call);
        messages.Gather<T>(all);
        messages.Complete();
        return all;
    }
}
