using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>512 bits.</summary>
internal readonly unsafe struct Register512<T> : IRegister<Register512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Register512(Vector512<T> value) => _value = value;

    public static int Width => Vector512<T>.Count;

    public static int MaxRows => 12;

    public static Register512<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512<T> Broadcast(T* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register512<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512<T> FusedMultiplyAdd(Register512<T> a, Register512<T> b, Register512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector512.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512<T> Mask(int count) => typeof(T) == typeof(float)
        ? new(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>())
        : new(Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512<T> LoadPartial(T* source, Register512<T> mask, int count)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.MaskLoad((float*)source, mask._value.AsSingle(), Vector512<float>.Zero).As<float, T>())
                : new(Avx512F.MaskLoad((double*)source, mask._value.AsDouble(), Vector512<double>.Zero).As<double, T>());
        }

        return LoadHalves(source, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Register512<T> value, T* destination, Register512<T> mask, int count)
    {
        if (!Avx512F.IsSupported) StoreHalves(value._value, destination, count);
        else if (typeof(T) == typeof(float)) Avx512F.MaskStore((float*)destination, mask._value.AsSingle(), value._value.AsSingle());
        else Avx512F.MaskStore((double*)destination, mask._value.AsDouble(), value._value.AsDouble());
    }

    private static Register512<T> LoadHalves(T* source, int count)
    {
        int half = Vector256<T>.Count;
        return new(Vector512.Create(
            Register256<T>.LoadPieces(source, Math.Min(count, half)),
            count > half ? Register256<T>.LoadPieces(source + half, count - half) : Vector256<T>.Zero));
    }

    private static void StoreHalves(Vector512<T> value, T* destination, int count)
    {
        int half = Vector256<T>.Count;
        Register256<T>.StorePieces(value.GetLower(), destination, Math.Min(count, half));
        if (count > half) Register256<T>.StorePieces(value.GetUpper(), destination + half, count - half);
    }
}
