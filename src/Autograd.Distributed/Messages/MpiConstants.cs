namespace Autograd;

/// <summary>
/// What the programs of one MPI library have compiled into them. Of MPI 5 these are the numbers of its standard (chapter "Application binary interface"); of the
/// others, those of their <c>mpi.h</c>. Handles are passed as machine words, which serves libraries whose handles are pointers and those whose are 32-bit numbers.
/// </summary>
/// <param name="World">The communicator of all processes.</param>
/// <param name="Byte">The data type of bytes.</param>
/// <param name="ErrorsReturn">The error handler that lets functions return.</param>
/// <param name="AnyTag">What stands for messages of any kind.</param>
/// <param name="Serialized">The support of threads where one thread at a time calls.</param>
/// <param name="TagPlace">Where, among the 32-bit numbers of a status, the kind of a message stands.</param>
internal sealed record MpiConstants(nint World, nint Byte, nint ErrorsReturn, int AnyTag, int Serialized, int TagPlace)
{
    /// <summary>The standard's own, since MPI 5.</summary>
    public static MpiConstants Standard { get; } = new(0x101, 0x247, 0x142, AnyTag: -2, Serialized: 2048, TagPlace: 1);

    /// <summary>MPICH 3 and later, and what is made to be exchanged for it: Intel MPI, MVAPICH.</summary>
    public static MpiConstants Mpich { get; } = new(0x44000000, 0x4c00010d, 0x54000001, AnyTag: -1, Serialized: 2, TagPlace: 3);

    /// <summary>Open MPI, whose handles are the addresses of variables.</summary>
    /// <param name="export">The address of an exported variable.</param>
    public static MpiConstants OpenMpi(Func<string, nint> export) =>
        new(export("ompi_mpi_comm_world"), export("ompi_mpi_byte"), export("ompi_mpi_errors_return"), AnyTag: -1, Serialized: 2, TagPlace: 1);
}
