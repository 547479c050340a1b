using System.Globalization;

namespace Autograd;

/// <summary>The wording of every exception about differential equations, in the style of the core: who refuses, what was given, what was expected, how to mend it.</summary>
internal static class DifferentialEquationErrors
{
    public static ArgumentOutOfRangeException NotPositive(string what, double value) =>
        new("value", $"OdeOptions: the {what} is {value.ToString(CultureInfo.InvariantCulture)}; it must be a finite number above 0.");

    public static ArgumentOutOfRangeException CountBelowOne(string what, int value) =>
        new("value", $"OdeOptions: the {what} is {Text(value)}; it must be 1 or more.");

    public static ArgumentException Null(string what, string parameter) =>
        new($"DifferentialEquation: one {what} is null; each must be there.", parameter);

    public static ArgumentException NotFinite(string what, string value, string parameter) =>
        new($"DifferentialEquation: the {what} is {value}; it must be finite.", parameter);

    public static ArgumentException StateNotFinite(int element, string value) =>
        new($"DifferentialEquation: element {Text(element)} of the initial state is {value}; it must be finite.", "state");

    public static InvalidOperationException SlopeNotFinite(string time) =>
        new($"DifferentialEquation: the right-hand side is not finite at the start, t = {time}. Look at it there: tape.Variable(state), the function, and ToString of each node.");

    public static ArgumentException Slope(Shape slope, Shape state) =>
        new($"DifferentialEquation: the right-hand side has shape {slope}, the state {state}; they must be the same.");

    public static ArgumentException Times(Shape times) =>
        new($"DifferentialEquation: the times have shape {times}; they must be a vector of one time at least, the first that of the initial state.", "times");

    public static InvalidOperationException Watched() =>
        new("DifferentialEquation: the right-hand side depends on a parameter or variable that it was not given, so that derivatives by it would be missing. Give it to Solve as one of the parameters, or take it as a constant by StopGradient.");

    public static InvalidOperationException Stopped(StopReason reason, string time, string end) =>
        new($"DifferentialEquation: the solution ends at t = {time}, before {end}: {Because(reason)}.");

    public static ArgumentOutOfRangeException TimeOutside(string time, string start, string end, StopReason reason) =>
        new("time", $"OdeSolution: t = {time} is outside the solution, which goes from {start} to {end}{(reason == StopReason.EndReached ? "" : $", where it ended: {Because(reason)}")}.");

    public static ArgumentOutOfRangeException DestinationTooShort(int given, int needed) =>
        new("destination", $"OdeSolution: the destination has {Text(given)} elements; the state has {Text(needed)}.");

    public static InvalidOperationException EventNotANumber(int index, string time) =>
        new($"DifferentialEquation: the function of event {Text(index)} is NaN at t = {time}; it must be a number along the whole solution.");

    public static InvalidOperationException EventsOnTape(int count) =>
        new($"DifferentialEquation: there are {Text(count)} events, which have no derivative; a node ends at given times. Solve an equation without Events on a tape.");

    private static string Because(StopReason reason) => reason switch
    {
        StopReason.MaxIterations => "as many steps were tried as OdeOptions.MaximumSteps allows; raise it, or use OdeMethod.Rosenbrock if the equation is stiff",
        StopReason.StepTooShort => "the tolerance asks for steps that no longer change the time; there is a singularity, or the tolerance is too small",
        StopReason.NotFinite => "the right-hand side is not finite beyond, however short the step",
        _ => "an event that is terminal happened",
    };

    private static string Text(int value) => value.ToString(null, CultureInfo.InvariantCulture);
}
