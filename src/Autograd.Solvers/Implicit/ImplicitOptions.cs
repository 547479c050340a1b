namespace Autograd;

/// <summary>Settings of <see cref="Implicit"/>.</summary>
public sealed record ImplicitOptions : SolverOptions
{
    /// <summary>How exactly x is found: the last step, relative to x. 1e-12 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double StepTolerance { get; init => field = Tolerance(value, "step tolerance", nameof(StepTolerance)); } = 1e-12;

    /// <summary>How exactly adjoint systems are solved without a matrix: their residual, relative to the right side. 1e-12 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double LinearTolerance { get; init => field = Tolerance(value, "linear tolerance", nameof(LinearTolerance)); } = 1e-12;

    /// <summary>
    /// Up to how many unknowns a Jacobian is formed and factored; beyond, GMRES (for a minimum, conjugate gradients) works with products. 200 unless given. Fixed points
    /// never form one to be found, only for their derivatives.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int MostDirect
    {
        get;
        init => field = value >= 0 ? value : throw SolverErrors.Negative("ImplicitOptions", "most unknowns with a matrix", value, nameof(MostDirect));
    } = 200;
}
