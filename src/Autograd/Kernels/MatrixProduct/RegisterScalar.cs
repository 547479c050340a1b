using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A single element: for hardware without fused multiply-add of vectors.</summary>
internal readonly unsafe struct RegisterScalar<T> : IRegister<RegisterScalar<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RegisterScalar(T value) => _value = value;

    public static int Width => 1;

    public static int MaxRows => 6;

    public static RegisterScalar<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterScalar<T> Broadcast(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterScalar<T> Load(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(RegisterScalar<T> value, T* destination) => *destination = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterScalar<T> FusedMultiplyAdd(RegisterScalar<T> a, RegisterScalar<T> b, RegisterScalar<T> c) =>
        new(T.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <summary>Not needed: a single element is never partial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterScalar<T> Mask(int count) => Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterScalar<T> LoadPartial(T* source, RegisterScalar<T> mask, int count) => Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(RegisterScalar<T> value, T* destination, RegisterScalar<T> mask, int count) => Store(value, destination);
}
