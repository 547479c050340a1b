namespace Autograd;

/// <summary>Why a solver stopped. <c>IsConverged</c> tells which of them are success.</summary>
public enum StopReason
{
    /// <summary>The gradient, or for equations the residual, is as small as was asked: what a solution is by definition.</summary>
    GradientTolerance,

    /// <summary>The residual of an equation or of a linear system is as small as was asked.</summary>
    ResidualTolerance,

    /// <summary>The value no longer changes by more than was asked, both as predicted and as found.</summary>
    ValueTolerance,

    /// <summary>The next step is shorter than was asked, relative to where it starts.</summary>
    StepTolerance,

    /// <summary>The end of an interval of integration was reached.</summary>
    EndReached,

    /// <summary>An event that was to stop it occurred.</summary>
    Event,

    /// <summary>As many iterations, or steps of an integration, as were allowed; it could go on from where it is.</summary>
    MaxIterations,

    /// <summary>The tolerance asks for steps of an integration so short that the time does not change: a singularity, or a tolerance below what the numbers can hold.</summary>
    StepTooShort,

    /// <summary>No step that is better could be found although nothing above holds: a slope that is wrong or lost in rounding, a kink, or a local minimum of the residuals.</summary>
    NoProgress,

    /// <summary>The function or a derivative of it is NaN or infinite where it started, or at every step however short; for an integration the right-hand side or its Jacobian is.</summary>
    NotFinite,

    /// <summary>The matrix is singular, not as symmetric or definite as the method asks, or the recurrence of a Krylov method broke down.</summary>
    Breakdown,
}

/// <summary>What a reason to stop means.</summary>
public static class StopReasons
{
    extension(StopReason reason)
    {
        /// <summary>Whether the solver found what it was asked for.</summary>
        public bool IsConverged => reason is StopReason.GradientTolerance or StopReason.ResidualTolerance or StopReason.ValueTolerance
            or StopReason.StepTolerance or StopReason.EndReached or StopReason.Event;
    }
}
