using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>256 bits.</summary>
internal readonly unsafe struct Register256<T> : IRegister<Register256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Register256(Vector256<T> value) => _value = value;

    public static int Width => Vector256<T>.Count;

    public static int MaxRows => 6;

    public static Register256<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256<T> Broadcast(T* source) => new(Vector256.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register256<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256<T> FusedMultiplyAdd(Register256<T> a, Register256<T> b, Register256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector256.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256<T> Mask(int count) => typeof(T) == typeof(float)
        ? new(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>())
        : new(Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256<T> LoadPartial(T* source, Register256<T> mask, int count)
    {
        if (Avx.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx.MaskLoad((float*)source, mask._value.AsSingle()).As<float, T>())
                : new(Avx.MaskLoad((double*)source, mask._value.AsDouble()).As<double, T>());
        }

        return new(LoadPieces(source, count));
    }

    // AVX2 has a masked store as well, but on AMD processors it is an order of magnitude slower than these two or three plain ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Register256<T> value, T* destination, Register256<T> mask, int count) =>
        StorePieces(value._value, destination, count);

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
