using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Autograd;

/// <summary>128 bits.</summary>
internal readonly unsafe struct Register128<T> : IRegister<Vector128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => Vector128<T>.Count;

    /// <summary>ARM has 32 registers, x86 without AVX-512 has 16.</summary>
    public static int MaxRows => AdvSimd.IsSupported ? 12 : 6;

    public static int MaxBlockRows => AdvSimd.IsSupported ? MaxRows : 192;

    public static Vector128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(T* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, T* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> FusedMultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        FusedArithmetic.MultiplyAdd(a, b, c);

    /// <summary>Not needed: partial loads and stores go by the count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mask(int count) => Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadPartial(T* source, Vector128<T> mask, int count) => LoadPieces(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector128<T> value, T* destination, Vector128<T> mask, int count) =>
        StorePieces(value, destination, count);

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
