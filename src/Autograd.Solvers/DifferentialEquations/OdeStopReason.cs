namespace Autograd;

/// <summary>Why the solution of a differential equation ends where it does.</summary>
public enum OdeStopReason
{
    /// <summary>The end of the interval was reached.</summary>
    EndReached,

    /// <summary>An event that is terminal happened.</summary>
    Event,

    /// <summary>As many steps were tried as <see cref="OdeOptions.MaximumSteps"/> allows.</summary>
    StepLimit,

    /// <summary>The tolerance asks for steps so short that the time does not change: a singularity, or a tolerance below what T can hold.</summary>
    StepTooShort,

    /// <summary>However short the step, the right-hand side or its Jacobian is not finite.</summary>
    NotFinite,
}
