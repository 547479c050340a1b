namespace Autograd.Distributed.Tests;

public class LauncherTests
{
    [Theory]
    [InlineData("", "no launcher", 1, false)]
    [InlineData("OMPI_COMM_WORLD_SIZE=4", "Open MPI's mpirun", 4, false)]
    [InlineData("PMI_SIZE=3", "MPICH's mpiexec", 3, true)]
    [InlineData("OMPI_COMM_WORLD_SIZE=2 PMI_SIZE=3 SLURM_STEP_NUM_TASKS=8", "Open MPI's mpirun", 2, false)]
    [InlineData("SLURM_STEP_NUM_TASKS=8", "Slurm's srun", 8, false)]
    [InlineData("SLURM_NTASKS=8", "no launcher", 1, false)]
    [InlineData("PMI_SIZE=many", "no launcher", 1, false)]
    public void It_is_known_by_its_variables(string variables, string name, int processes, bool isMpich)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(text => text.Split('=')[0], text => text.Split('=')[1]);
        Assert.Equal(new Launcher(name, processes, isMpich), Launcher.Of(variable => values.GetValueOrDefault(variable)));
    }

    [Fact]
    public void Without_a_library_the_names_are_listed_and_what_to_install()
    {
        var launcher = new Launcher("Slurm's srun", 2, IsMpich: false);
        string message = Assert.Throws<InvalidOperationException>(() => Mpi.Load(launcher, "libnosuchmpi.so")).Message;
        Assert.Equal("Ranks: Slurm's srun started 2 processes, and no MPI library was found under libnosuchmpi.so. Install the one that belongs to the launcher (Debian: apt-get install openmpi-bin), add its folder to LD_LIBRARY_PATH, or call Ranks.Join(library: path).", message);
    }
}
