using System.Runtime.InteropServices;
using System.Text;

namespace Autograd;

/// <summary>The dozen functions of an MPI library that is found by name when the program runs. For one thread at a time.</summary>
internal sealed unsafe class Mpi
{
    /// <summary>The most bytes of a status in any library, with some to spare.</summary>
    private const int StatusNumbers = 16;
    private const int LongestText = 8192;

    private static readonly string[] StandardNames = ["libmpi_abi.so.0", "libmpi_abi.so", "libmpi_abi.0.dylib"];
    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.so", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.12.dylib"];

    private readonly nint _library;
    private readonly MpiConstants _constants;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged<nint*, int*, int*, int> _test;
    private readonly delegate* unmanaged<int, int, nint, int*, int*, int> _probe;
    private readonly delegate* unmanaged<int*, nint, int*, int> _count;

    private Mpi(nint library, MpiConstants constants, string version)
    {
        _library = library;
        _constants = constants;
        Version = version;
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
        _test = (delegate* unmanaged<nint*, int*, int*, int>)Export("MPI_Test");
        _probe = (delegate* unmanaged<int, int, nint, int*, int*, int>)Export("MPI_Iprobe");
        _count = (delegate* unmanaged<int*, nint, int*, int>)Export("MPI_Get_count");
    }

    /// <summary>Which library it is.</summary>
    public string Version { get; }

    /// <summary>The library for a launcher: MPI 5's standard interface where there is one, else that which belongs to the launcher, else the other.</summary>
    /// <param name="launcher">The launcher.</param>
    /// <param name="name">A library's name or path, or null for those that are usual.</param>
    /// <exception cref="InvalidOperationException">There is no library, or it is none that is known.</exception>
    public static Mpi Load(Launcher launcher, string? name)
    {
        string[] names = name is not null ? [name] : launcher.IsMpich ? [.. StandardNames, .. MpichNames, .. OpenMpiNames] : [.. StandardNames, .. OpenMpiNames, .. MpichNames];
        foreach (string candidate in names)
        {
            if (!NativeLibrary.TryLoad(candidate, out nint library)) continue;
            if (!NativeLibrary.TryGetExport(library, "MPI_Get_library_version", out nint function)) throw DistributedErrors.UnknownLibrary(candidate, "it has no function MPI_Get_library_version");
            string version = Text((text, length) => ((delegate* unmanaged<byte*, int*, int>)function)((byte*)text, (int*)length)).Split('\n')[0].Replace('\t', ' ');
            if (NativeLibrary.TryGetExport(library, "MPI_Abi_get_version", out _) && candidate.Contains("mpi_abi", StringComparison.Ordinal)) return new(library, MpiConstants.Standard, version);
            if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _)) return new(library, MpiConstants.OpenMpi(symbol => NativeLibrary.GetExport(library, symbol)), version);
            if (version.Contains("MPICH", StringComparison.OrdinalIgnoreCase) || version.Contains("Intel", StringComparison.Ordinal)) return new(library, MpiConstants.Mpich, version);
            throw DistributedErrors.UnknownLibrary(candidate, $"it calls itself '{version}'");
        }

        throw DistributedErrors.NoLibrary(launcher, names);
    }

    /// <summary>Joins the other processes.</summary>
    /// <returns>The number of this process, and how many there are.</returns>
    public (int Rank, int Count) Start()
    {
        int provided, rank, count;
        Check(((delegate* unmanaged<void*, void*, int, int*, int>)Export("MPI_Init_thread"))(null, null, _constants.Serialized, &provided), "MPI_Init_thread");
        Check(((delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(_constants.World, _constants.ErrorsReturn), "MPI_Comm_set_errhandler");
        Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank"))(_constants.World, &rank), "MPI_Comm_rank");
        Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size"))(_constants.World, &count), "MPI_Comm_size");
        return (rank, count);
    }

    /// <summary>Leaves the others; nothing can be sent afterwards.</summary>
    public void End() => ((delegate* unmanaged<int>)Export("MPI_Finalize"))();

    /// <summary>Ends all processes, this one too.</summary>
    public void Abort() => ((delegate* unmanaged<nint, int, int>)Export("MPI_Abort"))(_constants.World, 1);

    /// <summary>Begins to send bytes, which stay as they are until it is done.</summary>
    public void Send(void* data, int bytes, int to, int tag, nint* request) => Check(_send(data, bytes, _constants.Byte, to, tag, _constants.World, request), "MPI_Isend");

    /// <summary>Begins to receive bytes.</summary>
    public void Receive(void* data, int bytes, int from, int tag, nint* request) => Check(_receive(data, bytes, _constants.Byte, from, tag, _constants.World, request), "MPI_Irecv");

    /// <summary>Whether a message is through.</summary>
    /// <param name="request">What was begun.</param>
    /// <param name="bytes">How many bytes came, of one that was received.</param>
    /// <param name="error">What went wrong, or null.</param>
    public bool IsDone(nint* request, out int bytes, out string? error)
    {
        int done = 0, count = 0;
        int* status = stackalloc int[StatusNumbers];
        int code = _test(request, &done, status);
        error = code == 0 ? null : TextOf(code);
        if (done != 0 && code == 0) _count(status, _constants.Byte, &count);
        bytes = count;
        return done != 0;
    }

    /// <summary>The kind of the first message of a rank that nothing was received for, or null.</summary>
    public int? Waiting(int from)
    {
        int found = 0;
        int* status = stackalloc int[StatusNumbers];
        Check(_probe(from, _constants.AnyTag, _constants.World, &found, status), "MPI_Iprobe");
        return found == 0 ? null : status[_constants.TagPlace];
    }

    private static string Text(Func<nint, nint, int> function)
    {
        byte* text = stackalloc byte[LongestText];
        int length = 0;
        return function((nint)text, (nint)(&length)) == 0 ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, LongestText)).TrimEnd('\0', '\n') : "";
    }

    private string TextOf(int code)
    {
        nint function = Export("MPI_Error_string");
        return Text((text, length) => ((delegate* unmanaged<int, byte*, int*, int>)function)(code, (byte*)text, (int*)length));
    }

    private void Check(int code, string function)
    {
        if (code != 0) throw DistributedErrors.Failed(function, TextOf(code));
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
