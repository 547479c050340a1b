using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>256 bits.</summary>
internal readonly unsafe struct Register256<T> : IRegister<Vector256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => Vector256<T>.Count;

    public static int MaxRows => 6;

    public static int MaxBlockRows => 192;

    public static Vector256<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(T* source) => Vector256.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> value, T* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FusedMultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mask(int count) => typeof(T) == typeof(float)
        ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>()
        : Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadPartial(T* source, Vector256<T> mask, int count)
    {
        if (Avx.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
                : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();
        }

        return LoadPieces(source, count);
    }

    // AVX2 has a masked store as well, but on AMD processors it is an order of magnitude slower than these two or three plain ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<T> value, T* destination, Vector256<T> mask, int count) =>
        StorePieces(value, destination, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> LoadPieces(T* source, int count)
    {
        int half = Vector128<T>.Count;
        if (count >= 2 * half) return Vector256.Load(source);
        return count > half
            ? Vector256.Create(Vector128.Load(source), Register128<T>.LoadPieces(source + half, count - half))
            : Vector256.Create(Register128<T>.LoadPieces(source, count), Vector128<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StorePieces(Vector256<T> value, T* destination, int count)
    {
        int half = Vector128<T>.Count;
        if (count >= 2 * half)
        {
            value.Store(destination);
        }
        else if (count > half)
        {
            value.GetLower().Store(destination);
            Register128<T>.StorePieces(value.GetUpper(), destination + half, count - half);
        }
        else
        {
            Register128<T>.StorePieces(value.GetLower(), destination, count);
        }
    }
}
