using System.Numerics;

namespace Autograd;

/// <summary>
/// Traces of derivatives as nodes on a tape, so that they can stand in a loss: the divergence of a field and the Laplacian of a function, exact by as many
/// passes as there are unknowns, or estimated by few random directions.
/// </summary>
/// <remarks>M. F. Hutchinson: A stochastic estimator of the trace of the influence matrix, Comm. Stat. Simul. Comput. 19 (1990): E vᵀJ v = tr J for directions v of independent elements ±1.</remarks>
public static class VectorCalculus
{
    /// <summary>The divergence Σ ∂fᵢ/∂xᵢ of a field: the trace of its Jacobian.</summary>
    /// <param name="field">A function whose result has the lengths of its argument, recorded on the argument's tape.</param>
    /// <param name="x">Where; it must be differentiable, no constant.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A scalar node.</returns>
    /// <exception cref="ArgumentException">The field has other lengths than its argument, or x is a constant.</exception>
    public static Variable<T> Divergence<T>(Func<Variable<T>, Variable<T>> field, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = x.Shape.ElementCount;
        return count == 0 ? x.Sum() : Traces(Field(field, x), x, x.Tape.Eye(count)).Sum();
    }

    /// <summary>Samples of the divergence of a field, vᵀJ v for each of some directions; their mean is the estimate, and their spread its error.</summary>
    /// <param name="field">A function whose result has the lengths of its argument, recorded on the argument's tape.</param>
    /// <param name="x">Where; it must be differentiable, no constant.</param>
    /// <param name="probes">The directions v along dimension 0, as of <see cref="Signs{T}"/>.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A node of one element for each direction.</returns>
    /// <exception cref="ArgumentException">The field has other lengths than its argument, x is a constant, or the probes do not fit it.</exception>
    public static Variable<T> DivergenceSamples<T>(Func<Variable<T>, Variable<T>> field, Variable<T> x, Variable<T> probes)
        where T : unmanaged, IFloatingPointIeee754<T> => Traces(Field(field, x), x, Directions("Divergence", probes, x));

    /// <summary>The Laplacian Σ ∂²f/∂xᵢ² of a scalar function: the trace of its Hessian.</summary>
    /// <param name="function">A function whose result has one element, recorded on its argument's tape.</param>
    /// <param name="x">Where; it must be differentiable, no constant.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A scalar node.</returns>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static Variable<T> Laplacian<T>(Func<Variable<T>, Variable<T>> function, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Divergence(Differentiate.Gradient(function), x);

    /// <summary>Samples of the Laplacian of a scalar function, vᵀH v for each of some directions; their mean is the estimate, and their spread its error.</summary>
    /// <param name="function">A function whose result has one element, recorded on its argument's tape.</param>
    /// <param name="x">Where; it must be differentiable, no constant.</param>
    /// <param name="probes">The directions v along dimension 0, as of <see cref="Signs{T}"/>.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A node of one element for each direction.</returns>
    /// <exception cref="ArgumentException">The probes do not fit the argument.</exception>
    /// <exception cref="InvalidOperationException">The result has more elements than one.</exception>
    public static Variable<T> LaplacianSamples<T>(Func<Variable<T>, Variable<T>> function, Variable<T> x, Variable<T> probes)
        where T : unmanaged, IFloatingPointIeee754<T> => DivergenceSamples(Differentiate.Gradient(function), x, probes);

    /// <summary>Random directions of independent elements +1 and −1, for samples of a trace.</summary>
    /// <param name="x">What they are directions of.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="random">Makes them.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A constant on the tape of x: the number of directions followed by the lengths of x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Variable<T> Signs<T>(Variable<T> x, int count, RandomGenerator random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        if (count < 1) throw ModelErrors.CountBelowOne("Signs", "number of directions", count);
        Shape shape = new([count, .. x.Shape.ToArray()]);
        var signs = new T[shape.ElementCount];
        foreach (ref T sign in signs.AsSpan()) sign = random.NextUniform() < 0.5 ? -T.One : T.One;
        return x.Tape.Constant(signs, shape);
    }

    /// <summary>⟨v, vᵀJ⟩ for each direction v.</summary>
    private static Variable<T> Traces<T>(Variable<T> value, Variable<T> x, Variable<T> directions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!value.IsDifferentiable) return x.Tape.Zeros(directions.Shape[0]);
        Shape shape = x.Shape;
        return Differentiate.Vectorize(v => (value.Backward(v.Reshape(shape))[x].Flatten() * v).Sum(), directions);
    }

    private static Variable<T> Field<T>(Func<Variable<T>, Variable<T>> field, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!x.IsDifferentiable) throw ModelErrors.ConstantArgument();
        Variable<T> value = field(x);
        return value.Shape == x.Shape ? value : throw ModelErrors.FieldShape(value.Shape, x.Shape);
    }

    private static Variable<T> Directions<T>(string caller, Variable<T> probes, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = probes.Shape;
        bool fits = shape.Rank == x.Shape.Rank + 1 && shape[0] > 0;
        for (int d = 1; fits && d < shape.Rank; d++) fits = shape[d] == x.Shape[d - 1];
        return fits ? probes.Reshape(shape[0], x.Shape.ElementCount) : throw ModelErrors.Probes(caller, shape, x.Shape);
    }
}
