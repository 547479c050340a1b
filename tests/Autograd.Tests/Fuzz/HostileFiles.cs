namespace Autograd.Tests.Fuzz;

/// <summary>What only a good file gives.</summary>
internal static class HostileFiles
{
    /// <summary>An open file with a tensor x.</summary>
    public static SafetensorsFile Tensors() => OfTemporary(path =>
    {
        Safetensors.Save(path, [new Parameter<float>("x", [2])]);
        return Safetensors.Open(path);
    });

    /// <summary>A writer whose file is closed.</summary>
    public static NpzWriter Writer() => OfTemporary(path =>
    {
        NpzWriter? writer = null;
        Npz.Save(path, file => writer = file);
        return writer!;
    });

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
