using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <content>Sparse Jacobians and Hessians.</content>
public static partial class Differentiate
{
    /// <summary>
    /// The Jacobian ∂f/∂x as a sparse matrix: row i is element i of f(x), column j element j of x, both in row-major order. Its pattern is found from
    /// what f records, it is colored, and a product is taken for each group.
    /// </summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The Jacobian, with an entry wherever it may be other than 0.</returns>
    /// <exception cref="InvalidOperationException">The pattern has too many entries to be called sparse.</exception>
    /// <remarks>For many points of the same f find the coloring once: <c>SparsityColoring.OfJacobian(Differentiate.JacobianPattern(f, x))</c>.</remarks>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.SparseJacobian(in x);
    }

    /// <summary>The Jacobian ∂f/∂x as a sparse matrix, whose pattern is known and colored.</summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where.</param>
    /// <param name="coloring">Of its pattern. What the Jacobian has outside of that is not looked for, and would be added to other entries.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The Jacobian.</returns>
    /// <exception cref="ArgumentException">The coloring is for other numbers of rows and columns, or for a Hessian.</exception>
    public static SparseMatrix<T> SparseJacobian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.SparseJacobian(in x, coloring);
    }

    /// <summary>
    /// The Hessian ∂²f/∂x² of a scalar function as a sparse matrix, rows and columns being elements of x in row-major order. Its pattern is found from
    /// the recorded gradient, it is colored, and a product is taken for each group.
    /// </summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The Hessian, symmetric, with an entry wherever it may be other than 0.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one, or the pattern has too many entries to be called sparse.</exception>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.SparseHessian(in x);
    }

    /// <summary>The Hessian ∂²f/∂x² of a scalar function as a sparse matrix, whose pattern is known and colored.</summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <param name="coloring">Of its pattern. What the Hessian has outside of that is not looked for, and would be added to other entries.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The Hessian, symmetric.</returns>
    /// <exception cref="ArgumentException">The coloring is for other numbers of rows and columns, or for a Jacobian.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static SparseMatrix<T> SparseHessian<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x, SparsityColoring coloring)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.SparseHessian(in x, coloring);
    }

    /// <summary>
    /// Where the Jacobian ∂f/∂x may have entries other than 0, by the operations that f records: exact where their own dependences are, never too small.
    /// Values are not looked at, so that it holds for all points at which f records the same.
    /// </summary>
    /// <param name="function">A function of any result.</param>
    /// <param name="x">Where; the lengths matter, and what f makes of the values while it records.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A row for each element of f(x), a column for each of x.</returns>
    /// <exception cref="InvalidOperationException">The pattern has too many entries to be called sparse.</exception>
    public static SparsityPattern JacobianPattern<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.JacobianPattern(in x);
    }

    /// <summary>
    /// Where the Hessian ∂²f/∂x² may have entries other than 0: the pattern of the Jacobian of the recorded gradient, and its mirror image. What is
    /// linear in x has none; a product of two elements has one for them.
    /// </summary>
    /// <param name="function">A function whose result has one element.</param>
    /// <param name="x">Where; the lengths matter, and what f makes of the values while it records.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A row and a column for each element of x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one, or the pattern has too many entries to be called sparse.</exception>
    public static SparsityPattern HessianPattern<T>(Func<Variable<T>, Variable<T>> function, in ReadOnlyTensorSpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var kept = new KeptFunction<T>(function);
        return kept.Function.HessianPattern(in x);
    }
}
