using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>512 bits.</summary>
internal readonly unsafe struct Register512<T> : IRegister<Vector512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => Vector512<T>.Count;

    public static int MaxRows => 12;

    public static int MaxBlockRows => MaxRows;

    public static Vector512<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(T* source) => Vector512.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, T* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FusedMultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mask(int count) => typeof(T) == typeof(float)
        ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>()
        : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadPartial(T* source, Vector512<T> mask, int count)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.MaskLoad((float*)source, mask.AsSingle(), Vector512<float>.Zero).As<float, T>()
                : Avx512F.MaskLoad((double*)source, mask.AsDouble(), Vector512<double>.Zero).As<double, T>();
        }

        return LoadHalves(source, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<T> value, T* destination, Vector512<T> mask, int count)
    {
        if (!Avx512F.IsSupported) StoreHalves(value, destination, count);
        else if (typeof(T) == typeof(float)) Avx512F.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
        else Avx512F.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
    }

    private static Vector512<T> LoadHalves(T* source, int count)
    {
        int half = Vector256<T>.Count;
        return Vector512.Create(
            Register256<T>.LoadPieces(source, Math.Min(count, half)),
            count > half ? Register256<T>.LoadPieces(source + half, count - half) : Vector256<T>.Zero);
    }

    private static void StoreHalves(Vector512<T> value, T* destination, int count)
    {
        int half = Vector256<T>.Count;
        Register256<T>.StorePieces(value.GetLower(), destination, Math.Min(count, half));
        if (count > half) Register256<T>.StorePieces(value.GetUpper(), destination + half, count - half);
    }
}
