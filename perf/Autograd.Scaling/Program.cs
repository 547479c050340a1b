using System.Diagnostics;
using System.Globalization;
using Autograd;

// How much faster two processes of one thread are than one, on the network tanh-2048, and how much faster the machine would let them be: see perf/README.md.
const int Batch = 256;
int[] lengths = [1024, 2048, 2048, 1024];
switch (args)
{
    case ["child", var shards, var seconds]:
        Child(int.Parse(shards, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    case ["traffic"]:
        Traffic();
        return 0;
    case []:
        return Compare(rounds: 5, seconds: 4);
    case [var rounds, var seconds]:
        return Compare(int.Parse(rounds, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("Arguments: the number of rounds and the seconds of a reading.");
        return 2;
}

// All ways in turns, so that a slow drift of the machine does not change their ratios.
static int Compare(int rounds, double seconds)
{
    (string Name, string Shards, int Processes, bool Together)[] ways =
    [
        ("one process, the whole batch at once", "0", 1, false),
        ("one process, two shards", "2", 1, false),
        ("two ranks, a shard each", "2", 2, true),
        ("two processes by themselves, a shard each", "1", 2, false),
    ];
    var readings = new List<(double Seconds, double Share)>[ways.Length];
    for (int k = 0; k < ways.Length; k++) readings[k] = [];
    for (int round = 0; round < rounds; round++)
    {
        for (int k = 0; k < ways.Length; k++)
        {
            var (_, shards, processes, together) = ways[k];
            string[] program = ["dotnet", Environment.GetCommandLineArgs()[0], "child", shards, seconds.ToString(CultureInfo.InvariantCulture)];
            string[] launcher = ["mpirun", "--allow-run-as-root", "-np", processes.ToString(CultureInfo.InvariantCulture)];
            Process[] started = [.. Enumerable.Range(0, together ? 1 : processes).Select(_ => Start(together ? [.. launcher, .. program] : program))];
            string[] lines = [.. started.SelectMany(process => process.StandardOutput.ReadToEnd().Split('\n')).Where(line => line.Contains("reading", StringComparison.Ordinal))];
            foreach (Process process in started) process.WaitForExit();
            if (lines.Length < (together ? 1 : processes)) throw new InvalidOperationException("A process gave no reading; is mpirun installed?");
            double[][] numbers = [.. lines.Select(line => line[line.IndexOf("reading", StringComparison.Ordinal)..].Trim().Split(' ')[1..].Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
            readings[k].Add((numbers.Max(line => line[0]), numbers.Max(line => line[1])));
            Console.Error.WriteLine($"round {round + 1} of {rounds}, {ways[k].Name}: {readings[k][^1].Seconds * 1e3:0} ms");
        }
    }

    Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}; medians of {rounds} rounds\n\n| 1024-2048-2048-1024 tanh, batch 256, one thread each | a step | times as fast as one process with two shards | in communication |\n|---|---:|---:|---:|");
    for (int k = 0; k < ways.Length; k++)
    {
        double ratio = Median(readings[1].Zip(readings[k], (one, other) => one.Seconds / other.Seconds));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {ways[k].Name} | {Median(readings[k].Select(reading => reading.Seconds)) * 1e3:0.0} ms | {ratio:0.00} | {Median(readings[k].Select(reading => reading.Share)):P1} |"));
    }

    return 0;

    static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        start.Environment["TERM"] = "dumb";
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} does not start.");
    }

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}

// Averages gradients that take no time to compute, of several lengths, and prints what that takes: to be started by mpirun itself.
void Traffic()
{
    using var ranks = Ranks.Join();
    using var tape = new Tape<float>();
    ranks.Out.WriteLine($"{ranks}\n\n| parameters | sent by a rank in a step | in communication, a step | MB/s |\n|---:|---:|---:|---:|");
    foreach (int count in (int[])[1_000, 100_000, 1_000_000, 8_000_000])
    {
        var parameter = new Parameter<float>("w", [count]);
        var average = new GradientAverage<float>(ranks, [parameter], ranks.Count);
        int steps = Math.Clamp(20_000_000 / count, 3, 200);
        for (int step = 0; step < 2; step++) Step();
        long sent = ranks.BytesSent;
        TimeSpan waited = ranks.TimeInCommunication;
        for (int step = 0; step < steps; step++) Step();
        double bytes = (double)(ranks.BytesSent - sent) / steps, seconds = (ranks.TimeInCommunication - waited).TotalSeconds / steps;
        ranks.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {bytes / 1e6:0.000} MB | {seconds * 1e3:0.000} ms | {bytes / seconds / 1e6:0.0} |"));

        void Step()
        {
            tape.Reset();
            average.Add(tape.Watch(parameter).Sum());
        }
    }
}

// Trains for some seconds and prints the median time of a step, and the share of it in communication. Without shards: the whole batch by the optimizer itself. A step of
// one shard has half the batch, as a rank of two has.
void Child(int shards, double seconds)
{
    using var ranks = Ranks.Join();
    var random = new RandomGenerator(1);
    var layers = new List<Layer<float>>();
    for (int k = 1; k < lengths.Length; k++)
    {
        if (k > 1) layers.Add(ActivationLayer<float>.Tanh);
        layers.Add(new Linear<float>($"{k}", lengths[k - 1], lengths[k], Initializer.GlorotUniform, random));
    }

    var network = new Sequential<float>([.. layers]);
    var optimizer = new GradientDescent<float>(network.Parameters, learningRate: 0.01);
    var average = new GradientAverage<float>(ranks, network, Math.Max(1, shards));
    int examples = shards == 0 ? Batch : Batch / 2, parts = Math.Max(1, shards / ranks.Count);
    float[] x = new float[examples * lengths[0]], t = new float[examples * lengths[^1]];
    for (int i = 0; i < x.Length; i++) x[i] = (float)random.NextNormal();
    for (int i = 0; i < t.Length; i++) t[i] = (float)random.NextNormal();
    using var tape = new Tape<float>();
    var times = new List<double>();
    for (int step = 0; step < 3; step++) Step();

    // Every rank makes the same number of steps: as many as fill the time.
    long before = Stopwatch.GetTimestamp();
    Step();
    int steps = Math.Max(3, (int)(seconds * ranks.Count / ranks.Sum(Stopwatch.GetElapsedTime(before).TotalSeconds)));
    TimeSpan waited = ranks.TimeInCommunication;
    long start = Stopwatch.GetTimestamp();
    for (int step = 0; step < steps; step++)
    {
        long began = Stopwatch.GetTimestamp();
        Step();
        times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    double share = (ranks.TimeInCommunication - waited) / Stopwatch.GetElapsedTime(start);
    ranks.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading {times.Order().ElementAt(steps / 2):R} {share:R}"));

    void Step()
    {
        for (int part = 0; part < parts; part++)
        {
            tape.Reset();
            Variable<float> loss = network.Forward(tape.Constant(x, [examples, lengths[0]])).HalfMeanSquaredError(tape.Constant(t, [examples, lengths[^1]]));
            if (shards == 0) optimizer.Step(loss.Backward());
            else if (average.Add(loss)) optimizer.Step(average.Gradients);
        }
    }
}
