using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Performance;

/// <summary>Whose exponential function and logarithm the prices by hand call.</summary>
internal interface IVectorFunctions
{
    /// <summary>eˣ.</summary>
    static abstract Vector512<double> Exp(Vector512<double> x);

    /// <summary>ln x.</summary>
    static abstract Vector512<double> Log(Vector512<double> x);
}

/// <summary>Those of the base library: what a program has that is written by hand.</summary>
internal readonly struct BaseFunctions : IVectorFunctions
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x) => Vector512.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x) => Vector512.Log(x);
}

/// <summary>This library's own, from inside of it: what would be left if all else were equal.</summary>
internal readonly struct OwnFunctions : IVectorFunctions
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x) => VectorMath.Exp<Lane512<double>, double>(new(x)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x) => VectorMath.Log<Lane512<double>, double>(new(x)).Value;
}
