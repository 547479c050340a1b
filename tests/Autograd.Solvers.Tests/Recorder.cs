namespace Autograd.Solvers.Tests;

/// <summary>Keeps what a solver reports, at once and on its thread.</summary>
internal sealed class Recorder(List<SolverProgress> reports, Action? then = null) : IProgress<SolverProgress>
{
    public void Report(SolverProgress value)
    {
        reports.Add(value);
        then?.Invoke();
    }
}
