using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Autograd;

/// <summary>128 bits.</summary>
internal readonly unsafe struct Register128<T> : IRegister<Register128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector128<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Register128(Vector128<T> value) => _value = value;

    public static int Width => Vector128<T>.Count;

    /// <summary>ARM has 32 registers, x86 without AVX-512 has 16.</summary>
    public static int MaxRows => AdvSimd.IsSupported ? 12 : 6;

    public static Register128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128<T> Broadcast(T* source) => new(Vector128.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register128<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128<T> FusedMultiplyAdd(Register128<T> a, Register128<T> b, Register128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector128.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    /// <summary>Not needed: partial loads and stores go by the count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128<T> Mask(int count) => Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128<T> LoadPartial(T* source, Register128<T> mask, int count) => new(LoadPieces(source, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Register128<T> value, T* destination, Register128<T> mask, int count) =>
        StorePieces(value._value, destination, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> LoadPieces(T* source, int count)
    {
        if (count >= Vector128<T>.Count) return Vector128.Load(source);
        if (count == 1) return Vector128.CreateScalar(*source);
        Vector128<T> pair = Vector128.CreateScalar(*(double*)source).As<double, T>();
        return count == 2 ? pair : pair.WithElement(2, source[2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StorePieces(Vector128<T> value, T* destination, int count)
    {
        if (count >= Vector128<T>.Count)
        {
            value.Store(destination);
        }
        else if (count == 1)
        {
            *destination = value.ToScalar();
        }
        else
        {
            *(double*)destination = value.AsDouble().ToScalar();
            if (count == 3) destination[2] = value.GetElement(2);
        }
    }
}
