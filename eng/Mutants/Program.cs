using System.Collections.Concurrent;
using System.Globalization;
using Autograd.Mutants;

// Does a test fail if the sources are changed? Changes drawn at random are written into a copy of the repository, each behind a switch, and built
// once; then each is switched on in turn, and the tests that reach it run until one fails. README.md says how to read what comes out.
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

string root = Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "Autograd.sln"))) throw new DirectoryNotFoundException("To be run from the root of the repository.");
Repository copy = Repository.Copy(root, Path.GetFullPath(options.Work), ChangedSources.IsChanged);
var changed = new ChangedSources(root, copy, options);
changed.Build(options.IsReachKnown);

var tests = new ReachingTests(copy, changed.Count, options.IsReachKnown);
string results = copy["results.tsv"];
File.WriteAllText(results, "");
int killed = 0, tried = 0;
var waiting = new ConcurrentQueue<(int Number, Mutation Mutation)>(changed.Drawn.Where(drawn => options.Numbers?.Contains(drawn.Number) != false));
Task[] workers = [.. Enumerable.Range(0, options.Workers).Select(worker => Task.Run(() =>
{
    using var trial = new Trial(copy, tests, worker, TimeSpan.FromSeconds(options.Seconds));
    while (waiting.TryDequeue(out var drawn))
    {
        var (outcome, by) = trial.Try(drawn.Number, drawn.Mutation);
        string line = string.Create(CultureInfo.InvariantCulture, $"{drawn.Number}\t{outcome}\t{drawn.Mutation.File}:{drawn.Mutation.Line}\t{drawn.Mutation.Text}\t{by}\n");
        lock (waiting)
        {
            tried++;
            if (outcome is Outcome.Killed or Outcome.Ended) killed++;
            File.AppendAllText(results, line);
            Console.Write(line);
        }
    }
}))];
await Task.WhenAll(workers).ConfigureAwait(false);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{killed} of {tried} killed, {100.0 * killed / Math.Max(1, tried):F1} %; {changed.Found} changes found, {changed.Count} drawn, {changed.Dropped} of these do not compile; {results}"));
return 0;
