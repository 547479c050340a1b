using System.Numerics;

namespace Autograd;

/// <content>Updates that wait for the next one, so that a forward part can say what becomes of its statistics and the step computes all of it at once.</content>
public sealed partial class Tape<T>
{
    private readonly GrowingList<(int Parameter, int Value)> _upcoming = new();

    /// <summary>
    /// Says which value a parameter takes with the next update on this tape: the next step of an optimizer, or <c>tape.Update()</c>. Statistics that a training
    /// keeps beside what it learns, such as the running means of a normalization, are updated so. Said twice, the last stands. <see cref="Reset"/> forgets what no
    /// update came for.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">The node whose value it takes, of the same lengths. What it is computed from is differentiated no further because of it.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the node belongs to another tape.</exception>
    /// <exception cref="InvalidOperationException">It is called from inside a rule.</exception>
    /// <example>
    /// A running mean, where one recording may go through the layer more than once:
    /// <code>
    /// tape.UpdateLater(mean, (0.9 * tape.Upcoming(mean)) + (0.1 * x.Mean([0])));
    /// </code>
    /// </example>
    public void UpdateLater(Parameter<T> parameter, Variable<T> value)
    {
        using var attempt = new Attempt<T>(this);
        if (_walkDepth > 0) throw Errors.InsideRule(nameof(UpdateLater));
        var assignment = AssignmentOf(parameter, value);
        int known = UpcomingOf(assignment.Parameter);
        if (known < 0) _upcoming.Add() = assignment;
        else _upcoming[known] = assignment;
        attempt.Keep();
    }

    /// <summary>What <see cref="UpdateLater"/> said last of a parameter; its value as it is, where nothing was said.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>A node with its lengths.</returns>
    public Variable<T> Upcoming(Parameter<T> parameter)
    {
        Variable<T> now = Watch(parameter);
        int known = UpcomingOf(now.Index);
        return known < 0 ? now : At(_upcoming[known].Value);
    }

    private int UpcomingOf(int parameter)
    {
        for (int k = 0; k < _upcoming.Count; k++)
        {
            if (_upcoming[k].Parameter == parameter) return k;
        }

        return -1;
    }

    /// <summary>Forgets what was said with nodes that are taken back.</summary>
    private void RewindUpcoming(int count)
    {
        int kept = 0;
        foreach (var upcoming in _upcoming.Items)
        {
            if (upcoming.Parameter < count && upcoming.Value < count) _upcoming[kept++] = upcoming;
        }

        while (_upcoming.Count > kept) _upcoming.RemoveLast();
    }
}
