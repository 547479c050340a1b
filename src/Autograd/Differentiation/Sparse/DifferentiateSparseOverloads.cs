using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <content>Sparse Jacobians and Hessians for arrays, spans and tensors.</content>
public static partial class Differentiate
{
    /// <inheritdoc cref="SparseJacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseJacobian(function, Vector(x));

    /// <inheritdoc cref="SparseJacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, SparsityColoring)"/>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, T[] x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseJacobian(function, Vector(x), coloring);

    /// <inheritdoc cref="SparseHessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseHessian(function, Vector(x));

    /// <inheritdoc cref="SparseHessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, SparsityColoring)"/>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, T[] x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseHessian(function, Vector(x), coloring);

    /// <inheritdoc cref="JacobianPattern{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparsityPattern JacobianPattern<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => JacobianPattern(function, Vector(x));

    /// <inheritdoc cref="HessianPattern{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparsityPattern HessianPattern<T>(Func<Variable<T>, Variable<T>> function, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => HessianPattern(function, Vector(x));

    /// <inheritdoc cref="SparseJacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseJacobian(function, Vector(x));

    /// <inheritdoc cref="SparseJacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, SparsityColoring)"/>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseJacobian(function, Vector(x), coloring);

    /// <inheritdoc cref="SparseHessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseHessian(function, Vector(x));

    /// <inheritdoc cref="SparseHessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, SparsityColoring)"/>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseHessian(function, Vector(x), coloring);

    /// <inheritdoc cref="JacobianPattern{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparsityPattern JacobianPattern<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => JacobianPattern(function, Vector(x));

    /// <inheritdoc cref="HessianPattern{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparsityPattern HessianPattern<T>(Func<Variable<T>, Variable<T>> function, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => HessianPattern(function, Vector(x));

    /// <inheritdoc cref="SparseJacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseJacobian(function, Elements(x));

    /// <inheritdoc cref="SparseJacobian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, SparsityColoring)"/>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseJacobian(function, Elements(x), coloring);

    /// <inheritdoc cref="SparseHessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseHessian(function, Elements(x));

    /// <inheritdoc cref="SparseHessian{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T}, SparsityColoring)"/>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T> => SparseHessian(function, Elements(x), coloring);

    /// <inheritdoc cref="JacobianPattern{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparsityPattern JacobianPattern<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => JacobianPattern(function, Elements(x));

    /// <inheritdoc cref="HessianPattern{T}(Func{Variable{T}, Variable{T}}, in ReadOnlyTensorSpan{T})"/>
    public static SparsityPattern HessianPattern<T>(Func<Variable<T>, Variable<T>> function, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => HessianPattern(function, Elements(x));
}
