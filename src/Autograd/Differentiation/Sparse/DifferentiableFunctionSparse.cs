using System.Numerics.Tensors;

namespace Autograd;

/// <content>Sparse Jacobians and Hessians.</content>
public sealed partial class DifferentiableFunction<T>
{
    /// <summary>The Jacobian ∂f/∂x as a sparse matrix, whose pattern is found from what f records and colored.</summary>
    /// <param name="x">Where.</param>
    /// <returns>The Jacobian, with an entry wherever it may be other than 0.</returns>
    /// <exception cref="InvalidOperationException">The pattern has too many entries to be called sparse.</exception>
    public SparseMatrix<T> SparseJacobian(in ReadOnlyTensorSpan<T> x)
    {
        Variable<T> output = Record(in x, out Variable<T> input);
        return Sparse("SparseJacobian", output, input, SparsityColoring.OfJacobian(PatternSearch.Find(output, input)));
    }

    /// <summary>The Jacobian ∂f/∂x as a sparse matrix, whose pattern is known and colored.</summary>
    /// <param name="x">Where.</param>
    /// <param name="coloring">Of its pattern. What the Jacobian has outside of that is not looked for, and would be added to other entries.</param>
    /// <returns>The Jacobian.</returns>
    /// <exception cref="ArgumentException">The coloring is for other numbers of rows and columns, or for a Hessian.</exception>
    public SparseMatrix<T> SparseJacobian(in ReadOnlyTensorSpan<T> x, SparsityColoring coloring)
    {
        ArgumentNullException.ThrowIfNull(coloring);
        coloring.For("SparseJacobian", isHessian: false);
        Variable<T> output = Record(in x, out Variable<T> input);
        return Sparse("SparseJacobian", output, input, coloring);
    }

    /// <summary>The Hessian ∂²f/∂x² of a scalar function as a sparse matrix, whose pattern is found from the recorded gradient and colored.</summary>
    /// <param name="x">Where.</param>
    /// <returns>The Hessian, symmetric, with an entry wherever it may be other than 0.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one, or the pattern has too many entries to be called sparse.</exception>
    public SparseMatrix<T> SparseHessian(in ReadOnlyTensorSpan<T> x)
    {
        Variable<T> gradient = RecordGradient("SparseHessian", in x, out _, out Variable<T> input);
        return Sparse("SparseHessian", gradient, input, SparsityColoring.OfHessian(PatternSearch.Find(gradient, input).Symmetrized()));
    }

    /// <summary>The Hessian ∂²f/∂x² of a scalar function as a sparse matrix, whose pattern is known and colored.</summary>
    /// <param name="x">Where.</param>
    /// <param name="coloring">Of its pattern. What the Hessian has outside of that is not looked for, and would be added to other entries.</param>
    /// <returns>The Hessian, symmetric.</returns>
    /// <exception cref="ArgumentException">The coloring is for other numbers of rows and columns, or for a Jacobian.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public SparseMatrix<T> SparseHessian(in ReadOnlyTensorSpan<T> x, SparsityColoring coloring)
    {
        ArgumentNullException.ThrowIfNull(coloring);
        coloring.For("SparseHessian", isHessian: true);
        Variable<T> gradient = RecordGradient("SparseHessian", in x, out _, out Variable<T> input);
        return Sparse("SparseHessian", gradient, input, coloring);
    }

    /// <summary>Where the Jacobian ∂f/∂x may have entries other than 0, by the operations that f records.</summary>
    /// <param name="x">Where; the lengths matter, and what f makes of the values while it records.</param>
    /// <returns>A row for each element of f(x), a column for each of x.</returns>
    /// <exception cref="InvalidOperationException">The pattern has too many entries to be called sparse.</exception>
    public SparsityPattern JacobianPattern(in ReadOnlyTensorSpan<T> x) => PatternSearch.Find(Record(in x, out Variable<T> input), input);

    /// <summary>Where the Hessian ∂²f/∂x² of a scalar function may have entries other than 0, by the operations of its recorded gradient.</summary>
    /// <param name="x">Where; the lengths matter, and what f makes of the values while it records.</param>
    /// <returns>A row and a column for each element of x.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one, or the pattern has too many entries to be called sparse.</exception>
    public SparsityPattern HessianPattern(in ReadOnlyTensorSpan<T> x) =>
        PatternSearch.Find(RecordGradient("HessianPattern", in x, out _, out Variable<T> input), input).Symmetrized();

    /// <summary>Writes the entries of the Jacobian ∂f/∂x, row by row, to a given destination.</summary>
    /// <param name="x">Where.</param>
    /// <param name="coloring">Of its pattern.</param>
    /// <param name="destination">Takes a number for each entry of the pattern; may be longer.</param>
    /// <exception cref="ArgumentException">The destination is too short, or the coloring does not fit.</exception>
    public void SparseJacobian(in ReadOnlyTensorSpan<T> x, SparsityColoring coloring, Span<T> destination)
    {
        ArgumentNullException.ThrowIfNull(coloring);
        int count = coloring.For("SparseJacobian", isHessian: false).Pattern.EntryCount;
        if (destination.Length < count) throw Errors.DestinationTooShort("SparseJacobian", destination.Length, count);
        Variable<T> output = Record(in x, out Variable<T> input);
        Differentiate.WriteSparse("SparseJacobian", output, input, coloring, destination);
    }

    /// <summary>Writes the entries of the Hessian ∂²f/∂x² of a scalar function, row by row, to a given destination.</summary>
    /// <param name="x">Where.</param>
    /// <param name="coloring">Of its pattern.</param>
    /// <param name="destination">Takes a number for each entry of the pattern; may be longer.</param>
    /// <exception cref="ArgumentException">The destination is too short, or the coloring does not fit.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public void SparseHessian(in ReadOnlyTensorSpan<T> x, SparsityColoring coloring, Span<T> destination)
    {
        ArgumentNullException.ThrowIfNull(coloring);
        int count = coloring.For("SparseHessian", isHessian: true).Pattern.EntryCount;
        if (destination.Length < count) throw Errors.DestinationTooShort("SparseHessian", destination.Length, count);
        Variable<T> gradient = RecordGradient("SparseHessian", in x, out _, out Variable<T> input);
        Differentiate.WriteSparse("SparseHessian", gradient, input, coloring, destination);
    }

    private static SparseMatrix<T> Sparse(string operation, Variable<T> output, Variable<T> input, SparsityColoring coloring)
    {
        var values = new T[coloring.Pattern.EntryCount];
        Differentiate.WriteSparse(operation, output, input, coloring, values);
        return new SparseMatrix<T>(coloring.Pattern, values);
    }
}
