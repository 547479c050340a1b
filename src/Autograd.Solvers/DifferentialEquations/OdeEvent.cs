using System.Numerics;

namespace Autograd;

/// <summary>An event: a function of time and state becomes 0 along a solution. Its times are found on the dense output.</summary>
/// <param name="Function">
/// The function of time and state, the elements in row-major order. An event is a change of its sign from one step to the next; two changes within one
/// step are not seen (<see cref="OdeOptions.LargestStep"/> makes them shorter). A zero at the start itself is none.
/// </param>
/// <typeparam name="T">Element type.</typeparam>
public sealed record OdeEvent<T>(Func<T, ReadOnlySpan<T>, T> Function)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether the solution ends there.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Which changes of sign count, in the direction in which the equation is solved.</summary>
    public OdeEventDirection Direction { get; init; }

    /// <summary>Whether values at the two ends of a step show an event between them, or at the second.</summary>
    internal bool Happens(T before, T after) =>
        (Direction != OdeEventDirection.Falling && before < T.Zero && after >= T.Zero) || (Direction != OdeEventDirection.Rising && before > T.Zero && after <= T.Zero);
}

/// <summary>Which changes of sign are an event.</summary>
public enum OdeEventDirection
{
    /// <summary>All.</summary>
    Any,

    /// <summary>From below 0 to above.</summary>
    Rising,

    /// <summary>From above 0 to below.</summary>
    Falling,
}

/// <summary>An event that happened.</summary>
/// <param name="Index">Which of the events that were given.</param>
/// <param name="Time">When.</param>
/// <param name="State">The state then, its elements in row-major order.</param>
/// <typeparam name="T">Element type.</typeparam>
public sealed record OdeEventOccurrence<T>(int Index, T Time, T[] State)
    where T : unmanaged, IFloatingPointIeee754<T>;
