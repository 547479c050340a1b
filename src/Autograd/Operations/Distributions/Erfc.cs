using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Complementary error function, element-wise: y = erfc x = 1 − erf x, with all its digits where that is small; dy/dx = −2/√π e^(−x²).</summary>
internal readonly record struct ErfcOperation<T> : IUnaryOperation<ErfcOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Erfc";

    /// <inheritdoc/>
    public static Notation NotationOf(ErfcOperation<T> operation) => Notation.Function("erfc");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Erfc(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.ExpOfMinusSquare() * T.CreateSaturating(-2 / Math.Sqrt(Math.PI)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The complementary error function 1 − erf x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 10], [2]).Erfc()   // 1, 2.088e−45</code></example>
        public Variable<T> Erfc() => x.Apply(new ErfcOperation<T>());
    }
}
