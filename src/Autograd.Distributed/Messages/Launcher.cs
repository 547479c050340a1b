using System.Globalization;

namespace Autograd;

/// <summary>Who started this process: what launchers say in the variables that they set.</summary>
/// <param name="Name">The launcher.</param>
/// <param name="Processes">How many processes it started; 1 without one.</param>
/// <param name="IsMpich">Whether it speaks to MPICH and not to Open MPI.</param>
internal sealed record Launcher(string Name, int Processes, bool IsMpich)
{
    /// <summary>The launcher of this process. Of Slurm, what counts is the step that srun starts: a batch script is a process by itself.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    public static Launcher Of(Func<string, string?> variable)
    {
        if (Count("OMPI_COMM_WORLD_SIZE") is { } ranks) return new("Open MPI's mpirun", ranks, IsMpich: false);
        if (Count("PMI_SIZE") is { } processes) return new("MPICH's mpiexec", processes, IsMpich: true);
        return Count("SLURM_STEP_NUM_TASKS") is { } tasks ? new("Slurm's srun", tasks, IsMpich: false) : new("no launcher", 1, IsMpich: false);

        int? Count(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : null;
    }
}
