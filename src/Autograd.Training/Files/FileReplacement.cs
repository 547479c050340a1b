namespace Autograd;

/// <summary>A file that is written aside and then takes its name, so that whoever reads it sees the old or the new one, never a part.</summary>
internal sealed class FileReplacement(string path) : IDisposable
{
    /// <summary>What the file is to contain.</summary>
    public FileStream Stream { get; } = File.Create($"{path}.{Environment.ProcessId}.new");

    /// <summary>It is complete: from here on it stands under its name.</summary>
    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(Stream.Name, path, overwrite: true);
    }

    /// <summary>Without a commit, the file that was there is as it was.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(Stream.Name);
    }
}
