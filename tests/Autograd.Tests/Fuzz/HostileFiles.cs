namespace Autograd.Tests.Fuzz;

/// <summary>What only a good file gives. It is written once: to wait for the disk at each call would take longer than all calls.</summary>
internal static class HostileFiles
{
    private static readonly byte[] Content = OfTemporary(static path =>
    {
        Safetensors.Save(path, [new Parameter<float>("x", [2])]);
        return File.ReadAllBytes(path);
    });

    /// <summary>A writer whose file is closed.</summary>
    public static NpzWriter Writer { get; } = OfTemporary(static path =>
    {
        NpzWriter? writer = null;
        Npz.Save(path, file => writer = file);
        return writer!;
    });

    /// <summary>An open file with a tensor x.</summary>
    public static SafetensorsFile Tensors() => OfTemporary(static path =>
    {
        File.WriteAllBytes(path, Content);
        return Safetensors.Open(path);
    });

    /// <summary>An open file of events, whose name is gone.</summary>
    public static EventFile Events()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            return new EventFile(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TResult OfTemporary<TResult>(Func<string, TResult> make)
    {
        string path = Path.GetTempFileName();
        try
        {
            return make(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
