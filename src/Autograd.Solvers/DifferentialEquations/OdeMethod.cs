namespace Autograd;

/// <summary>How a differential equation is solved, step by step.</summary>
public enum OdeMethod
{
    /// <summary>Explicit, of order 5 with an error estimate of order 4 and dense output of order 4 (J. R. Dormand, P. J. Prince, 1980).</summary>
    DormandPrince,

    /// <summary>Explicit, of order 5 with an error estimate of order 4 and dense output of order 4; its error is mostly smaller (Ch. Tsitouras, 2011).</summary>
    Tsitouras,

    /// <summary>
    /// For stiff equations: linearly implicit, of order 4 with an error estimate of order 3 and dense output of order 3, L-stable (RODAS: E. Hairer,
    /// G. Wanner, Solving Ordinary Differential Equations II, IV.7). Each step takes the full Jacobian of the right-hand side from the tape and solves
    /// six linear systems with it, so it is for some hundred unknowns at most.
    /// </summary>
    Rosenbrock,
}
