namespace Autograd.Distributed.Tests.Programs;

/// <summary>What goes wrong among ranks; each program must end by itself, with an error that says what.</summary>
internal static class Misuse
{
    public static int Run(string name)
    {
        using var ranks = Ranks.Join(
            library: name switch { "no-library" => "libnosuchmpi.so", "no-mpi" => "libc.so.6", "mpich" => "libmpich.so.12", _ => null },
            patience: name == "missing" ? TimeSpan.FromSeconds(2) : null);
        bool isLast = ranks.Rank == ranks.Count - 1;
        Parameter<float>[] parameters = [new("W", [4, 3]), new("b", [isLast && name == "other-length" ? 4 : 3])];
        try
        {
            switch (name)
            {
                case "other-length":
                    ranks.Share(parameters);
                    break;
                case "other-count":
                    ranks.Share(isLast ? parameters[..1] : parameters);
                    break;
                case "other-shards":
                    _ = new GradientAverage<float>(ranks, parameters, isLast ? 8 : 16);
                    break;
                case "too-many-ranks":
                    _ = new GradientAverage<float>(ranks, parameters, virtualShards: ranks.Count - 1);
                    break;
                case "leaves":
                    // Caught, so that it is disposed of while the others wait.
                    if (isLast) throw new FormatException("a fault of the program's own");
                    ranks.Share(parameters);
                    break;
                case "throws":
                    if (isLast) ThrowUncaught();
                    ranks.Share(parameters);
                    break;
                case "returns":
                    if (isLast) Environment.Exit(0);
                    ranks.Share(parameters);
                    break;
                case "out-of-step":
                    if (isLast) ranks.Sum(1);
                    else ranks.Share(parameters);
                    break;
                case "missing":
                    if (isLast) Thread.Sleep(8000);
                    ranks.Sum(1);
                    break;
                case "short":
                case "long":
                    // The last rank has one number less, or more, than the others.
                    ranks.Sum(new double[isLast ? (name == "short" ? 99 : 101) : 100]);
                    break;
                case "no-file":
                    string path = Path.Combine(Path.GetTempPath(), $"ranks-{Environment.ProcessId}");
                    if (isLast) File.WriteAllText(path, "a file");
                    try
                    {
                        ranks.Load(isLast ? path : "nowhere", new Checkpoint<float>(parameters));
                    }
                    finally
                    {
                        File.Delete(path);
                    }

                    break;
                case "unwritable":
                    ranks.Save("/no/such/folder/file", new Checkpoint<float>(parameters));
                    break;
                default:
                    return 2;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            Console.Error.WriteLine($"rank {ranks.Rank} says: {e.Message}");
            return 1;
        }

        return 0;
    }

    private static void ThrowUncaught() => throw new TimeoutException("a fault that nobody catches");
}
