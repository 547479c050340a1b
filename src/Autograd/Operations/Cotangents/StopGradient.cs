using System.Numerics;

namespace Autograd;

/// <summary>The operand's value as if it were a constant: y = x, but no cotangent passes.</summary>
internal readonly record struct StopGradientOperation<T> : IViewOperation<StopGradientOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "StopGradient";

    /// <inheritdoc/>
    public static bool KeepsOrder => true;

    /// <inheritdoc/>
    public static Notation NotationOf(StopGradientOperation<T> operation) => Notation.Function("stop").ConstantIn(0)
        .Explained("stop(x)", "x, taken as a constant");

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static bool TryLift(StopGradientOperation<T> operation, int count, out StopGradientOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x) => x;

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        y = x;
        offset = 0;
        return true;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>This node's value as a constant: nothing is differentiated through it.</summary>
        /// <returns>A view of the same lengths.</returns>
        /// <example><code>tape.Variable([1.0, 2], [2]).StopGradient()   // 1, 2, and no cotangent comes back</code></example>
        public Variable<T> StopGradient() => x.Apply(new StopGradientOperation<T>());
    }
}
