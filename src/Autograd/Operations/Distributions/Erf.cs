using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Error function, element-wise: y = erf x = 2/√π ∫₀ˣ e^(−t²) dt, with dy/dx = 2/√π e^(−x²).</summary>
internal readonly record struct ErfOperation<T> : IUnaryOperation<ErfOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Erf";

    /// <inheritdoc/>
    public static Notation NotationOf(ErfOperation<T> operation) => Notation.Function("erf");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Erf(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.ExpOfMinusSquare() * T.CreateSaturating(2 / Math.Sqrt(Math.PI)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Erf()   // 0, 0.8427</code></example>
        public Variable<T> Erf() => x.Apply(new ErfOperation<T>());
    }
}
