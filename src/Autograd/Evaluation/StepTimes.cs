using System.Diagnostics;

namespace Autograd;

/// <summary>How often something ran, and how long that took altogether.</summary>
internal struct RunTime
{
    public long Runs;
    public long Ticks;

    /// <summary>How long one run took, on the average.</summary>
    public readonly double MeanMicroseconds => Runs == 0 ? 0 : Ticks * 1e6 / Stopwatch.Frequency / Runs;

    public void Add(long ticks)
    {
        Runs++;
        Ticks += ticks;
    }
}

/// <summary>The times of a plan: of all of it, and of each step; of one without steps the first only.</summary>
internal sealed class StepTimes
{
    private RunTime _whole;
    private RunTime[] _steps = [];

    public ref RunTime Whole => ref _whole;

    public ref RunTime this[int step] => ref _steps[step];

    /// <summary>Forgets them, for another plan.</summary>
    public void Begin(int steps)
    {
        _whole = default;
        if (_steps.Length < steps) _steps = new RunTime[steps];
        Array.Clear(_steps);
    }
}
