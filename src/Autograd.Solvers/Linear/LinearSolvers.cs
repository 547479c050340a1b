namespace Autograd;

/// <summary>
/// Linear systems A x = b whose matrix is only applied: a delegate, or a derivative of a function on a tape (<see cref="LinearMaps"/>).
/// </summary>
/// <remarks>
/// What a recurrence takes for the residual drifts away from b − A x in rounding. So each of them, when it thinks that it is done, computes that from
/// x, and goes on from there as long as it helps.
/// </remarks>
public static class LinearSolvers
{
    /// <summary>Conjugate gradients, for a symmetric positive definite A (Hestenes and Stiefel 1952). <see cref="StopReason.Breakdown"/> where it is not.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b.</param>
    /// <param name="options">Tolerance, preconditioner, start.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="ArgumentException">The start has another length than b.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LinearResult ConjugateGradients(LinearMap a, ReadOnlySpan<double> b, LinearOptions? options = null) =>
        new LinearSearch("ConjugateGradients", a, b, options).Run(Autograd.ConjugateGradients.Cycle);

    /// <summary>GMRES, restarted, for any regular A (Saad and Schultz 1986). The preconditioner is applied on the right.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b.</param>
    /// <param name="options">Tolerance, preconditioner, start, restart.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="ArgumentException">The start has another length than b.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LinearResult Gmres(LinearMap a, ReadOnlySpan<double> b, LinearOptions? options = null) =>
        new LinearSearch("Gmres", a, b, options).Run(Autograd.Gmres.Cycle);

    /// <summary>MINRES, for a symmetric A that may be indefinite (Paige and Saunders 1975).</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b.</param>
    /// <param name="options">Tolerance, preconditioner, start.</param>
    /// <returns>x, and why it stopped.</returns>
    /// <exception cref="ArgumentException">The start has another length than b.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LinearResult Minres(LinearMap a, ReadOnlySpan<double> b, LinearOptions? options = null) =>
        new LinearSearch("Minres", a, b, options).Run(Autograd.Minres.Cycle);
}
