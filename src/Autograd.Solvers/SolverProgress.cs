namespace Autograd;

/// <summary>Where a solver is after an iteration, as <see cref="SolverOptions.Progress"/> is told.</summary>
/// <param name="Iteration">The number of iterations that are done; 0 for the start.</param>
/// <param name="Value">
/// What gets smaller: the function of a minimization, half the sum of (robust) squares, the norm of a residual; for an integration, the time.
/// </param>
/// <param name="Optimality">How far from a solution by its own criterion: the largest element of the gradient or of the residual; for an integration, the estimated error as a multiple of the tolerance.</param>
/// <param name="Step">The length of the step that was taken; 0 at the start.</param>
/// <param name="Evaluations">How often the function was evaluated so far.</param>
public readonly record struct SolverProgress(int Iteration, double Value, double Optimality, double Step, int Evaluations);
