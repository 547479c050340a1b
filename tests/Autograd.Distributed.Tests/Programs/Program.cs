namespace Autograd.Distributed.Tests.Programs;

/// <summary>The programs that the tests start under mpirun: the name of one, and its arguments.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["train", .. var options]:
                return Training.Run(options);
            case ["averages", var seed]:
                return Averages.Run(int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
            case ["page"]:
                Page.Run();
                return 0;
            case ["allocations"]:
                return Averages.Allocations();
            case ["shared"]:
                return Averages.Shared();
            case ["sums"]:
                return Averages.Sums();
            case ["misuse", var name]:
                return Misuse.Run(name);
            default:
                Console.Error.WriteLine("No such program.");
                return 2;
        }
    }
}
