using System.Runtime.InteropServices;

namespace Autograd.Performance;

/// <summary>The factorizations of LAPACK that OpenBLAS brings along, for comparison only. Matrices lie column by column there; n × n here.</summary>
internal static unsafe partial class Lapack
{
    private const string Library = "libopenblas.so.0";
    private const byte Upper = (byte)'U';

    /// <summary>The Cholesky factor in place.</summary>
    public static void Cholesky<T>(int n, T* a)
        where T : unmanaged
    {
        byte triangle = Upper;
        int result;
        if (typeof(T) == typeof(double)) DoubleCholesky(&triangle, &n, (double*)a, &n, &result);
        else SingleCholesky(&triangle, &n, (float*)a, &n, &result);
        Check(result);
    }

    /// <summary>Solves for one right side; the factors in place of a, the solution in place of b.</summary>
    public static void Solve<T>(int n, T* a, int* pivots, T* b)
        where T : unmanaged
    {
        int one = 1, result;
        if (typeof(T) == typeof(double)) DoubleSolve(&n, &one, (double*)a, &n, pivots, (double*)b, &n, &result);
        else SingleSolve(&n, &one, (float*)a, &n, pivots, (float*)b, &n, &result);
        Check(result);
    }

    /// <summary>R, and then Q, in place.</summary>
    public static void Orthogonal<T>(int n, T* a, T* scales, T* work, int length)
        where T : unmanaged
    {
        int result;
        if (typeof(T) == typeof(double))
        {
            DoubleReflect(&n, &n, (double*)a, &n, (double*)scales, (double*)work, &length, &result);
            Check(result);
            DoubleCombine(&n, &n, &n, (double*)a, &n, (double*)scales, (double*)work, &length, &result);
        }
        else
        {
            SingleReflect(&n, &n, (float*)a, &n, (float*)scales, (float*)work, &length, &result);
            Check(result);
            SingleCombine(&n, &n, &n, (float*)a, &n, (float*)scales, (float*)work, &length, &result);
        }

        Check(result);
    }

    private static void Check(int result)
    {
        if (result != 0) throw new InvalidOperationException($"LAPACK gives {result}.");
    }

    [LibraryImport(Library, EntryPoint = "dpotrf_")]
    private static partial void DoubleCholesky(byte* triangle, int* n, double* a, int* lda, int* result);

    [LibraryImport(Library, EntryPoint = "spotrf_")]
    private static partial void SingleCholesky(byte* triangle, int* n, float* a, int* lda, int* result);

    [LibraryImport(Library, EntryPoint = "dgesv_")]
    private static partial void DoubleSolve(int* n, int* count, double* a, int* lda, int* pivots, double* b, int* ldb, int* result);

    [LibraryImport(Library, EntryPoint = "sgesv_")]
    private static partial void SingleSolve(int* n, int* count, float* a, int* lda, int* pivots, float* b, int* ldb, int* result);

    [LibraryImport(Library, EntryPoint = "dgeqrf_")]
    private static partial void DoubleReflect(int* m, int* n, double* a, int* lda, double* scales, double* work, int* length, int* result);

    [LibraryImport(Library, EntryPoint = "sgeqrf_")]
    private static partial void SingleReflect(int* m, int* n, float* a, int* lda, float* scales, float* work, int* length, int* result);

    [LibraryImport(Library, EntryPoint = "dorgqr_")]
    private static partial void DoubleCombine(int* m, int* n, int* k, double* a, int* lda, double* scales, double* work, int* length, int* result);

    [LibraryImport(Library, EntryPoint = "sorgqr_")]
    private static partial void SingleCombine(int* m, int* n, int* k, float* a, int* lda, float* scales, float* work, int* length, int* result);
}
