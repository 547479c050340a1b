using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A single element: for hardware without fused multiply-add of vectors.</summary>
internal readonly unsafe struct RegisterScalar<T> : IRegister<T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Width => 1;

    public static int MaxRows => 6;

    public static int MaxBlockRows => 192;

    public static T Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T value, T* destination) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FusedMultiplyAdd(T a, T b, T c) =>
        FusedArithmetic.MultiplyAdd(a, b, c);

    /// <summary>Not needed: a single element is never partial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Mask(int count) => Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadPartial(T* source, T mask, int count) => Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(T value, T* destination, T mask, int count) => Store(value, destination);
}
