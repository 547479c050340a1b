using System.Runtime.InteropServices;

namespace Autograd.Performance;

/// <summary>The matrix product of OpenBLAS (Debian's libopenblas0-pthread), for comparison only.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const string CoreVariable = "OPENBLAS_CORETYPE";
    private const int RowMajor = 101;
    private const int AsIs = 111;
    private const int Transposed = 112;

    /// <summary>
    /// Loads the library with its best kernels for this processor, whatever the shell's environment says, and one thread; says in
    /// <paramref name="description"/> what was loaded, or why nothing was.
    /// </summary>
    public static bool TryLoad(out string description)
    {
        // The library reads the variable of the process when it is loaded; .NET's own copy of the environment does not reach it.
        // Left alone it may not know a processor that is younger than itself.
        string core = TorchSettings.BestCore;
        if (OperatingSystem.IsLinux()) _ = SetVariable(CoreVariable, core, overwrite: 1);
        try
        {
            SetThreadCount(1);
            string loaded = Marshal.PtrToStringUTF8(CoreName()) ?? "unknown";
            string warning = string.Equals(loaded, core, StringComparison.OrdinalIgnoreCase) ? "" : $" (not {core}, which were asked for)";
            description = $"OpenBLAS, {loaded} kernels{warning}, 1 thread";
            return true;
        }
        catch (DllNotFoundException)
        {
            description = $"{Library} is missing: this library alone. To compare: apt-get install libopenblas0-pthread";
            return false;
        }
    }

    /// <summary>c = op(a)·op(b), row-major; op(a) is m×k, op(b) k×n.</summary>
    public static void Multiply<T>(bool transposeA, bool transposeB, int m, int n, int k, T* a, T* b, T* c)
        where T : unmanaged
    {
        int aMode = transposeA ? Transposed : AsIs, bMode = transposeB ? Transposed : AsIs, lda = transposeA ? m : k, ldb = transposeB ? k : n;
        bool isShort = (long)m * n * k <= 1 << 21;
        if (typeof(T) == typeof(double)) MultiplyDouble(RowMajor, aMode, bMode, m, n, k, 1, (double*)a, lda, (double*)b, ldb, 0, (double*)c, n);
        else if (isShort) MultiplyShort(RowMajor, aMode, bMode, m, n, k, 1, (float*)a, lda, (float*)b, ldb, 0, (float*)c, n);
        else MultiplyLong(RowMajor, aMode, bMode, m, n, k, 1, (float*)a, lda, (float*)b, ldb, 0, (float*)c, n);
    }

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreadCount(int count);

    [LibraryImport(Library, EntryPoint = "openblas_get_corename")]
    private static partial nint CoreName();

    /// <summary>Without the switch of garbage collection modes: a fair call for short products, which it must not block for long.</summary>
    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    [SuppressGCTransition]
    private static partial void MultiplyShort(
        int order, int aMode, int bMode, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void MultiplyLong(
        int order, int aMode, int bMode, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    private static partial void MultiplyDouble(
        int order, int aMode, int bMode, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
