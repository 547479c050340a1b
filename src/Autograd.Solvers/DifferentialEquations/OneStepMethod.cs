using System.Numerics;

namespace Autograd;

/// <summary>
/// y′ = f of one interval from time a to time b, over s from 0 to 1: t = a + s (b − a), dy/ds = (b − a) f. So the times are operands like others, and
/// steps are fixed parts of the interval.
/// </summary>
internal delegate Variable<T> IntervalFunction<T>(Variable<T> s, Variable<T> y, Variable<T> a, Variable<T> b, ReadOnlySpan<Variable<T>> parameters)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Where a step is recorded: its operands on the tape.</summary>
/// <param name="Function">dy/ds.</param>
/// <param name="Y">The state before.</param>
/// <param name="A">The time at which the interval begins.</param>
/// <param name="B">The time at which it ends.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Start">The s before, a number.</param>
/// <param name="End">The s after.</param>
internal readonly record struct StepOperands<T>(
    IntervalFunction<T> Function, Variable<T> Y, Variable<T> A, Variable<T> B, Variable<T>[] Parameters, T Start, T End)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>s at a part of the step; at its end the very number that the next step starts with.</summary>
    public Variable<T> At(double part) => Y.Tape.Variable(part == 1 ? End : Start + (T.CreateChecked(part) * (End - Start)), "s");

    /// <summary>The step's length in s.</summary>
    public Variable<T> Length() => Y.Tape.Constant(End - Start);

    public Variable<T> Slope(Variable<T> s, Variable<T> y) => Function(s, y, A, B, Parameters);
}

/// <summary>A recorded step.</summary>
/// <param name="Next">The state after.</param>
/// <param name="Error">The estimate of its error, unless that was not asked for.</param>
/// <param name="Stages">What the dense output is made of.</param>
internal readonly record struct RecordedStep<T>(Variable<T> Next, Variable<T> Error, Variable<T>[] Stages)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>A method that makes the next state of the last one alone. A step is recorded in differentiable operations.</summary>
internal abstract class OneStepMethod<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The order of the error that is estimated, in the step's length: that of the lower of the two formulas, and 1.</summary>
    public abstract int ErrorOrder { get; }

    /// <summary>The weight of the last step's error in the choice of the next step's length.</summary>
    public abstract double Memory { get; }

    /// <summary>Whether the last of the stages is the slope at the step's end, which the next step begins with.</summary>
    public abstract bool EndsWithSlope { get; }

    /// <summary>The degree of the dense output in the part of the step that is over.</summary>
    public abstract int Degree { get; }

    /// <summary>The method of that name.</summary>
    public static OneStepMethod<T> Of(OdeMethod method) => method switch
    {
        OdeMethod.DormandPrince => new RungeKutta<T>(RungeKuttaTableau.DormandPrince),
        OdeMethod.Tsitouras => new RungeKutta<T>(RungeKuttaTableau.Tsitouras),
        OdeMethod.Rosenbrock => new Rosenbrock<T>(),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "OdeOptions: there is no such method; it must be DormandPrince, Tsitouras or Rosenbrock."),
    };

    /// <summary>Records a step.</summary>
    /// <param name="step">The operands.</param>
    /// <param name="first">The slope at the start, where it is known; or <c>default</c>.</param>
    /// <param name="withError">Whether the error is wanted, and all stages.</param>
    public abstract RecordedStep<T> Record(in StepOperands<T> step, Variable<T> first, bool withError);

    /// <summary>The coefficients of the dense output: y at the part σ of the step is before + Σ cⱼ σʲ, for j from 1 to <see cref="Degree"/>.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="length">The step's length in s.</param>
    /// <param name="coefficients">Takes c₁, c₂, …, one after another.</param>
    public abstract void Interpolate(ReadOnlySpan<T> before, ReadOnlySpan<T> after, T[][] stages, T length, Span<T> coefficients);
}
