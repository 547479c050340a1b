using System.IO.MemoryMappedFiles;

namespace Autograd;

/// <summary>Memory that all ranks have in common, where they run on one machine: what one writes need not be sent. It has no name once all have it.</summary>
internal sealed class SharedMemory
{
    // A file system in memory, which no two machines share.
    private const string Folder = "/dev/shm";

    private readonly MemoryMappedViewAccessor _view;

    private SharedMemory(MemoryMappedViewAccessor view) => _view = view;

    /// <summary>Where it begins in this process; good as long as somebody holds this object.</summary>
    public nint Address => _view.SafeMemoryMappedViewHandle.DangerousGetHandle();

    /// <summary>Memory in common, or null on every rank where one does not get it: there is too little, or there are several machines.</summary>
    /// <param name="ranks">The ranks, all of which call this.</param>
    /// <param name="bytes">The length.</param>
    public static SharedMemory? TryCreate(Ranks ranks, long bytes)
    {
        char[] names = ranks.Gathered<char>(Call.Agree, Path.GetRandomFileName());
        string path = Path.Combine(Folder, $"autograd-{Environment.MachineName}-{new string(names, 0, names.Length / ranks.Count)}");
        SharedMemory? memory = ranks.IsFirst ? TryOpen(path, FileMode.CreateNew, bytes) : null;
        ranks.Sum(0);
        if (!ranks.IsFirst) memory = TryOpen(path, FileMode.Open, bytes);
        double missing = ranks.Sum(memory is null ? 1 : 0);
        if (ranks.IsFirst && memory is not null) File.Delete(path);
        return missing == 0 ? memory : null;
    }

    private static SharedMemory? TryOpen(string path, FileMode mode, long bytes)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (mode == FileMode.CreateNew) (options.PreallocationSize, options.UnixCreateMode) = (bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            using var stream = new FileStream(path, options);
            using var file = MemoryMappedFile.CreateFromFile(stream, mapName: null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            return new(file.CreateViewAccessor());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
