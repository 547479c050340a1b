namespace Autograd.Performance;

/// <summary>A piece of work that this library and PyTorch both do. Its counterpart in perf/pytorch/compare.py has the same name.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>What both sides start from.</summary>
    public Inputs Inputs { get; } = new();

    /// <summary>
    /// Does the work once and returns a number that shows it was done right: the loss before the update, or another for work that
    /// has none.
    /// </summary>
    public abstract double Step();

    /// <summary>Frees the memory of the tape.</summary>
    public abstract void Dispose();
}
