using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Autograd.Examples.Distributed;

/// <summary>
/// Example 12: the network of example 4 learns on several processes, started by mpirun, and comes to the same bits on any number of them. Interrupted, it goes on after
/// the last whole epoch. Arguments, where it is to be short: the number of epochs and of images. Without any it returns 1 if it reads fewer than 98 % of the digits held out rightly.
/// </summary>
internal static class Program
{
    private const double Goal = 0.98;

    private static int Main(string[] arguments)
    {
        Settings settings = new();
        if (arguments.Length > 0) settings = settings with { Epochs = Number(arguments[0]) };
        if (arguments.Length > 1) settings = settings with { Images = Number(arguments[1]) };
        using Ranks ranks = Ranks.Join();
        double accuracy = Run(ranks, ranks.Out, settings, AppContext.BaseDirectory);
        return arguments.Length > 0 || accuracy >= Goal ? 0 : 1;

        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Trains and reports, and leaves the network in a folder; returns the accuracy in images held out.</summary>
    public static double Run(Ranks ranks, TextWriter output, Settings settings, string folder)
    {
        string checkpoint = Path.Combine(folder, "distributed-checkpoint.safetensors");
        MnistImages learned = MnistImages.LoadLearned().Take(settings.Images), heldOut = MnistImages.LoadHeldOut().Take(settings.HeldOut);
        using Learner learner = new(ranks, learned, settings);
        Write($"A convolution network reads handwritten digits: processes: {ranks.Count}, {ranks.Library.Split(',')[0]}");
        Write($"{learned.Count} images to learn from; {settings.Batch} in a step, in {settings.Shards} shards, of which each process has {settings.Shards / ranks.Count}\n");
        if (learner.Load(checkpoint)) Write($"Goes on after epoch {learner.Epoch}.");
        Write($"  epoch      loss   held out, read rightly");

        double accuracy = 0;
        Stopwatch watch = Stopwatch.StartNew();
        while (learner.Epoch < settings.Epochs)
        {
            double loss = learner.LearnEpoch();
            learner.Save(checkpoint);
            accuracy = learner.Read(heldOut);
            Write($"{learner.Epoch,7}{loss,10:0.0000}{accuracy,15:P2}");
        }

        TimeSpan waited = ranks.TimeInCommunication;
        Write($"\n{watch.Elapsed.TotalSeconds:0.0} seconds, of which {waited / watch.Elapsed:P1} in communication; {ranks.BytesSent / 1e6:0} MB sent by each process");
        if (ranks.IsFirst)
        {
            File.Delete(checkpoint);
            Safetensors.Save(Path.Combine(folder, "distributed.safetensors"), learner.Network);
        }

        Write($"All bits of the network as one number, the same for any number of processes:\n{Hash(learner.Network):x16}");
        return accuracy;

        void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>FNV-1a of all tensors.</summary>
    private static ulong Hash(Layer<float> network)
    {
        ulong hash = 14695981039346656037;
        foreach (LayerTensor<float> tensor in network.Tensors)
        {
            foreach (byte part in MemoryMarshal.AsBytes(tensor.Parameter.Values)) hash = (hash ^ part) * 1099511628211;
        }

        return hash;
    }
}
