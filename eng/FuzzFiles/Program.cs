using System.Globalization;
using Autograd.Training.Tests.Files;

// Damaged files by the million: dotnet run -c Release --project eng/FuzzFiles -- 1000000 [seed]
int files = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000, seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;
foreach (string format in (string[])["safetensors", "npy", "npz", "checkpoint", "idx"])
{
    using FileFuzz fuzz = FileFuzz.Of(format, seed);
    fuzz.Run(files);
    Console.WriteLine($"{format}: {fuzz.Counts.Read} files read, {fuzz.Counts.Refused} refused, at most {fuzz.MostMemory} bytes beyond twice the length of a file");
}
