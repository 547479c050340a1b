using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// The same for arrays, spans and tensors: an implicit conversion to <see cref="ReadOnlyTensorSpan{T}"/> would not tell the compiler what T is,
/// and there is none from a span. An array or a span is a vector.
/// </content>
public static partial class Differentiate
{
    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Gradient<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Vector(x));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static (T Value, Tensor<T> Gradient) ValueAndGradient<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Vector(x));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Jacobian<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Vector(x));

    /// <inheritdoc cref="Hessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Hessian<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => Hessian(function, Vector(x));

    /// <inheritdoc cref="HessianVectorProduct{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static Tensor<T> HessianVectorProduct<T>(Func<Variable<T>, Variable<T>> function, T[] x, T[] direction)
        where T : unmanaged, IFloatingPointIeee754<T> => HessianVectorProduct(function, Vector(x), Vector(direction));

    /// <inheritdoc cref="Vjp{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (Tensor<T> Value, Tensor<T> Cotangent) Vjp<T>(Func<Variable<T>, Variable<T>> function, T[] x, T[] cotangent)
        where T : unmanaged, IFloatingPointIeee754<T> => Vjp(function, Vector(x), Vector(cotangent));

    /// <inheritdoc cref="Jvp{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (Tensor<T> Value, Tensor<T> Tangent) Jvp<T>(Func<Variable<T>, Variable<T>> function, T[] x, T[] tangent)
        where T : unmanaged, IFloatingPointIeee754<T> => Jvp(function, Vector(x), Vector(tangent));

    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Gradient<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Vector(x));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static (T Value, Tensor<T> Gradient) ValueAndGradient<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Vector(x));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Jacobian<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Vector(x));

    /// <inheritdoc cref="Hessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Hessian<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Hessian(function, Vector(x));

    /// <inheritdoc cref="HessianVectorProduct{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> HessianVectorProduct<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T> => HessianVectorProduct(function, Vector(x), Vector(direction));

    /// <inheritdoc cref="Vjp{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> Value, Tensor<T> Cotangent) Vjp<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T> => Vjp(function, Vector(x), Vector(cotangent));

    /// <inheritdoc cref="Jvp{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> Value, Tensor<T> Tangent) Jvp<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> tangent)
        where T : unmanaged, IFloatingPointIeee754<T> => Jvp(function, Vector(x), Vector(tangent));

    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Gradient<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Elements(x));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static (T Value, Tensor<T> Gradient) ValueAndGradient<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Elements(x));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Jacobian<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Elements(x));

    /// <inheritdoc cref="Hessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> Hessian<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Hessian(function, Elements(x));

    /// <inheritdoc cref="HessianVectorProduct{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static Tensor<T> HessianVectorProduct<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T> => HessianVectorProduct(function, Elements(x), Elements(direction));

    /// <inheritdoc cref="Vjp{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> Value, Tensor<T> Cotangent) Vjp<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> cotangent)
        where T : unmanaged, IFloatingPointIeee754<T> => Vjp(function, Elements(x), Elements(cotangent));

    /// <inheritdoc cref="Jvp{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> Value, Tensor<T> Tangent) Jvp<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> tangent)
        where T : unmanaged, IFloatingPointIeee754<T> => Jvp(function, Elements(x), Elements(tangent));

    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (Tensor<T> X, Tensor<T> Y) Gradient<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Vector(x), Vector(y));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (T Value, Tensor<T> X, Tensor<T> Y) ValueAndGradient<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Vector(x), Vector(y));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (Tensor<T> X, Tensor<T> Y) Jacobian<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Vector(x), Vector(y));

    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> X, Tensor<T> Y) Gradient<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Elements(x), Elements(y));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (T Value, Tensor<T> X, Tensor<T> Y) ValueAndGradient<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Elements(x), Elements(y));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> X, Tensor<T> Y) Jacobian<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Elements(x), Elements(y));

    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (Tensor<T> X, Tensor<T> Y, Tensor<T> Z) Gradient<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Vector(x), Vector(y), Vector(z));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (T Value, Tensor<T> X, Tensor<T> Y, Tensor<T> Z) ValueAndGradient<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Vector(x), Vector(y), Vector(z));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    [OverloadResolutionPriority(1)]
    public static (Tensor<T> X, Tensor<T> Y, Tensor<T> Z) Jacobian<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Vector(x), Vector(y), Vector(z));

    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> X, Tensor<T> Y, Tensor<T> Z) Gradient<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> y, Tensor<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(function, Elements(x), Elements(y), Elements(z));

    /// <inheritdoc cref="ValueAndGradient{T}(Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (T Value, Tensor<T> X, Tensor<T> Y, Tensor<T> Z) ValueAndGradient<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> y, Tensor<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => ValueAndGradient(function, Elements(x), Elements(y), Elements(z));

    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T}, in ReadOnlyTensorSpan{T})"/>
    public static (Tensor<T> X, Tensor<T> Y, Tensor<T> Z) Jacobian<T>(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> function, Tensor<T> x, Tensor<T> y, Tensor<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(function, Elements(x), Elements(y), Elements(z));

    /// <summary>An array as a vector.</summary>
    internal static ReadOnlyTensorSpan<T> Vector<T>(T[] x, [CallerArgumentExpression(nameof(x))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        return new ReadOnlyTensorSpan<T>(x, [x.Length]);
    }

    /// <summary>A span as a vector.</summary>
    internal static ReadOnlyTensorSpan<T> Vector<T>(ReadOnlySpan<T> x) => new(x, [x.Length]);

    private static ReadOnlyTensorSpan<T> Elements<T>(Tensor<T> x, [CallerArgumentExpression(nameof(x))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        return x.AsReadOnlyTensorSpan();
    }
}
