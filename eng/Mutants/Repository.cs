using System.Diagnostics;

namespace Autograd.Mutants;

/// <summary>A copy of the repository, in which anything may be changed.</summary>
/// <param name="root">Where it lies.</param>
internal sealed class Repository(string root)
{
    /// <summary>Copies what is under version control, or would be, from a folder into another, but for what is left out.</summary>
    public static Repository Copy(string from, string to, Func<string, bool> isLeftOut)
    {
        foreach (string file in Run("git", from, TimeSpan.FromMinutes(1), [], "ls-files", "--cached", "--others", "--exclude-standard").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string source = Path.Combine(from, file), target = Path.Combine(to, file);
            if (!File.Exists(source) || isLeftOut(file)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!File.Exists(target) || !File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(source))) File.Copy(source, target, overwrite: true);
        }

        return new Repository(to);
    }

    /// <summary>Writes a file. One that stays as it is keeps its time, so that nothing is built for it.</summary>
    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[file])!);
        if (!File.Exists(this[file]) || File.ReadAllText(this[file]) != text) File.WriteAllText(this[file], text);
    }

    /// <summary>The full path of one of its files.</summary>
    public string this[string file] => Path.Combine(root, file);

    /// <summary>Runs a program in the repository.</summary>
    public (int? ExitCode, string Output) Run(TimeSpan limit, Dictionary<string, string> environment, params string[] command) => Run(command[0], root, limit, environment, command[1..]);

    /// <summary>Runs a program; no exit code if it took too long and was ended.</summary>
    private static (int? ExitCode, string Output) Run(string program, string folder, TimeSpan limit, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(limit);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        return (ended ? process.ExitCode : null, output.Result + errors.Result);
    }
}
