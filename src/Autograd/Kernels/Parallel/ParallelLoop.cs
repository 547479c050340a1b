using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Runs the parts of a kernel on several threads. Which thread runs a part, and when, is left open, so parts must not depend on each
/// other; how a kernel is cut into parts must not show in its results. For one caller at a time; a call allocates nothing.
/// </summary>
/// <remarks>
/// The worker threads begin with the first call that has parts for them, and know only their team, not this object: one that is
/// forgotten is finalized, and ends them.
/// </remarks>
internal sealed unsafe class ParallelLoop : IDisposable
{
    private readonly WorkerTeam? _team;

    private ParallelLoop(int degree)
    {
        Degree = degree;
        if (degree > 1) _team = new WorkerTeam(degree - 1);
        else GC.SuppressFinalize(this);
    }

    ~ParallelLoop() => _team?.Stop();

    /// <summary>All parts on the calling thread.</summary>
    public static ParallelLoop Serial { get; } = new(1);

    /// <summary>The most threads that run parts, the caller among them.</summary>
    public int Degree { get; }

    /// <summary>
    /// A loop of the given degree, with threads of its own unless that is 1. The degree is no higher than four times the number of processors,
    /// but may always be 8: beyond, threads would only wait for each other.
    /// </summary>
    public static ParallelLoop Of(int degree) => degree == 1 ? Serial : new ParallelLoop(Math.Min(degree, Math.Max(8, 4 * Environment.ProcessorCount)));

    /// <summary>Runs parts 0 to <paramref name="count"/> − 1 and returns when all of them are done.</summary>
    /// <param name="count">The number of parts.</param>
    /// <param name="isLong">Whether all of them take so long, a hundred microseconds or more, that threads are woken up for them.</param>
    /// <param name="body">What they are parts of.</param>
    /// <exception cref="Exception">The first one that a part threw; the others have been run all the same.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TBody>(int count, bool isLong, TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        if (count > 1 && _team is not null && _team.TryRun(count, isLong, &RunPart<TBody>, Unsafe.AsPointer(ref body)))
        {
            GC.KeepAlive(this);
            return;
        }

        for (int part = 0; part < count; part++) body.Run(part);
    }

    /// <summary>Ends the threads; later calls run on the calling thread alone.</summary>
    public void Dispose()
    {
        if (_team is null) return;
        GC.SuppressFinalize(this);
        _team.Stop();
        _team.Join();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPart<TBody>(void* body, int part)
        where TBody : struct, IParallelBody, allows ref struct => Unsafe.AsRef<TBody>(body).Run(part);
}

/// <summary>A kernel that is cut into parts.</summary>
internal interface IParallelBody
{
    /// <summary>Computes one part.</summary>
    void Run(int part);
}
