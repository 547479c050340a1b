using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>Updates of parameters, which are recorded like anything else, so that they are planned and fused with the rest.</content>
public sealed partial class Tape<T>
{
    private readonly GrowingList<(int Parameter, int Value)> _assignments = new();
    private Assignment<T>? _assignment;

    /// <summary>
    /// Gives parameters new values, all at once: θₖ ← yₖ, where every yₖ is computed from the old values of all of them. From here on, what was recorded
    /// with the old values and is not evaluated yet refuses to be evaluated. If it throws, no parameter has changed.
    /// </summary>
    /// <param name="updates">Parameters, each at most once, and for each the node whose value it takes, of the same lengths.</param>
    /// <exception cref="ArgumentException">The lengths differ, a parameter is given twice, or a node belongs to another tape.</exception>
    /// <exception cref="InvalidOperationException">
    /// A parameter was updated since it was put on the tape, or it is called from inside a rule.
    /// </exception>
    /// <remarks>
    /// On a deferred tape a gradient whose only reader is the update takes memory no longer than that; where it is needed afterwards, too, read it before, or
    /// call <c>gradients.Evaluate()</c>.
    /// </remarks>
    /// <example>
    /// Gradient descent:
    /// <code>
    /// var gradients = loss.Backward();
    /// tape.Update((W, tape.Watch(W) - 0.1 * gradients[W]), (b, tape.Watch(b) - 0.1 * gradients[b]));
    /// </code>
    /// </example>
    /// <seealso cref="UpdateLater"/>
    public void Update(params ReadOnlySpan<(Parameter<T> Parameter, Variable<T> Value)> updates)
    {
        using var attempt = new Attempt<T>(this);
        if (_walkDepth > 0) throw Errors.InsideRule("Update");
        foreach (var (parameter, value) in updates) NodeOf(value, nameof(Update));
        int first = BeginUpdate();
        try
        {
            foreach (var (parameter, value) in updates) Assign(parameter, value);
            EndUpdate(owner: null, first, source: 0);
        }
        finally
        {
            LeaveWalk();
        }

        Apply(_assignments.Count, default);
        attempt.Keep();
    }

    /// <summary>Makes the updates that wait for the next one, if there are any: for a step that is made on another tape.</summary>
    internal void UpdateUpcoming()
    {
        if (_upcoming.Count > 0) Update();
    }

    /// <summary>Records an update by a rule that follows from its numbers and the gradients alone, or takes it over from the recording before, and makes it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="start">Where the cotangents are listed of the walk that the gradients are of.</param>
    /// <param name="listed">How many there are; 0 where the gradients are leaves.</param>
    internal void Update(IUpdateRule<T> rule, int start, int listed)
    {
        using var attempt = new Attempt<T>(this);
        if (_walkDepth > 0) throw Errors.InsideRule("Update");
        ReadOnlySpan<double> numbers = rule.Numbers;
        int source = listed == 0 ? 0 : RecordingAt(start), first = Program.Count;
        if (!rule.IsForeign && TryRepeatUpdate(rule, source, out int count))
        {
            for (int k = 0; k < numbers.Length; k++) PinnedMemory.Reference<T>(Values[first + k].Address) = T.CreateSaturating(numbers[k]);
        }
        else
        {
            BeginUpdate();
            try
            {
                foreach (double number in numbers) Constant(T.CreateSaturating(number));
                rule.Record(this, first);
                count = _assignments.Count;
                EndUpdate(rule.IsForeign ? null : rule, first, source);
            }
            finally
            {
                LeaveWalk();
            }
        }

        Apply(count, Cotangents(start, listed));
        attempt.Keep();
    }

    /// <summary>Says, while an update is recorded, which value a parameter takes.</summary>
    internal void Assign(Parameter<T> parameter, Variable<T> value)
    {
        var assignment = AssignmentOf(parameter, value);
        foreach (var (known, _) in _assignments.Items)
        {
            if (known == assignment.Parameter) throw Errors.UpdatedTwice(parameter.Name);
        }

        _assignments.Add() = assignment;
    }

    private (int Parameter, int Value) AssignmentOf(Parameter<T> parameter, Variable<T> value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Shape given = NodeOf(value, nameof(Update)).Shape;
        if (given != parameter.Shape) throw Errors.UpdateShape(parameter.Name, given, parameter.Shape);

        // The memory of a parameter is overwritten: its values have to be elsewhere by then.
        if (ShownParameter(value.Index) >= 0) value = value.Multiply(Constant(T.One));
        return (Watch(parameter).Index, value.Index);
    }

    private int BeginUpdate()
    {
        EnterWalk();
        _assignments.Clear();
        foreach (var upcoming in _upcoming.Items) _assignments.Add() = upcoming;
        return Program.Count;
    }

    /// <summary>Records the assignments, after everything that they need.</summary>
    private void EndUpdate(IUpdateRule<T>? owner, int first, int source)
    {
        _assignment ??= new Assignment<T>();
        foreach (var (parameter, value) in _assignments.Items) Record(_assignment, [At(parameter), At(value)]);
        if (owner is null && _walkCount < _knownWalks && _walks[_walkCount] is { IsUpdate: true, Owner: null } known && known.FirstNode == first && known.EndNode == Program.Count)
        {
            _walkCount++;
            return;
        }

        Span<int> arguments = [source, _assignments.Count, _upcoming.Count];
        AddRecord(
            new ReverseWalkRecord { FirstNode = first, EndNode = Program.Count, CotangentStart = _cotangentCount, Owner = owner, IsUpdate = true, IsRepeatable = owner is not null },
            arguments);
    }

    /// <summary>Takes over an update of an earlier recording, by the same rule and from the same reverse walk.</summary>
    private bool TryRepeatUpdate(IUpdateRule<T> rule, int source, out int count)
    {
        count = 0;
        if (_walkCount == _knownWalks || _callSites is not null) return false;
        ref ReverseWalkRecord walk = ref _walks[_walkCount];
        if (walk.Owner != rule || walk.FirstNode != Program.Count || _walkArguments[walk.ArgumentStart] != source) return false;
        count = _walkArguments[walk.ArgumentStart + 1];
        if (_walkArguments[walk.ArgumentStart + 2] != _upcoming.Count) return false;
        for (int k = 0; k < _upcoming.Count; k++)
        {
            ReadOnlySpan<int> operands = Program.OperandsOf(Program[walk.EndNode - count + k]);
            if (operands[0] != _upcoming[k].Parameter || operands[1] != _upcoming[k].Value) return false;
        }

        ForgetNames(ref walk);
        Program.RepeatUntil(walk.EndNode);
        _freshness.Renew(walk.FirstNode, walk.EndNode);
        _walkCount++;
        return true;
    }

    /// <summary>Makes the update that the last nodes record.</summary>
    private void Apply(int count, ReadOnlySpan<CotangentOfNode> cotangents)
    {
        if (count == 0) return;
        int last = Program.Count - 1;
        for (int node = last - count + 1; node <= last; node++) _freshness.ThrowIfStale(Values[Updated(node)].Parameter);
        Occupancy inside = Enter();
        inside.Close();
        try
        {
            bool isFinite = !Options.CheckFinite || AreOutputsFinite();
            if (isFinite)
            {
                if (!_plans.TryRepeat(last)) _plans.MakeUpdate(last, WantedWithUpdate(last, count, cotangents), count, LastWalkEnd());
                isFinite = !Options.CheckFinite || TryAccept(_plans.Run[^1]);
            }

            if (!isFinite)
            {
                inside.Open();
                throw Refused(last, count);
            }
        }
        finally
        {
            inside.Open();
            inside.Leave();
        }

        if (!_eager && _plans.Run[^1].IsCold) TakeAway(_plans.Run[^1]);
        for (int node = last - count + 1; node <= last; node++) _freshness.ParameterOf(Values[Updated(node)].Parameter).Update();
        _upcoming.Clear();
    }

    /// <summary>
    /// What is computed together with an update: on an eager tape the cotangents of all leaves, which stay to be looked at; on a deferred one of those that
    /// are not updated, since another optimizer may come for them. And what was differentiated, which afterwards could not be computed any more: a loss is
    /// often looked at behind the step.
    /// </summary>
    private ReadOnlySpan<int> WantedWithUpdate(int last, int count, ReadOnlySpan<CotangentOfNode> cotangents)
    {
        _wanted.Clear();
        for (int node = last - count + 1; node <= last; node++) _wanted.Add() = node;
        if (_freshness.AnyStale(Program.Count)) return _wanted.Items;
        for (int walk = 0; walk < _walkCount; walk++)
        {
            if (_walks[walk].IsUpdate) continue;
            for (int k = 0; k < _walks[walk].OutputCount; k++)
            {
                int output = _walkArguments[_walks[walk].ArgumentStart + (2 * k)];
                if (Values.IsPending(output)) _wanted.Add() = output;
            }
        }

        foreach (CotangentOfNode cotangent in cotangents)
        {
            if (Program[cotangent.Node].OperandCount > 0 || !Values.IsPending(cotangent.Value)) continue;
            bool isUpdated = false;
            for (int node = last - count + 1; node <= last && !_eager; node++) isUpdated |= Updated(node) == cotangent.Node;
            if (!isUpdated) _wanted.Add() = cotangent.Value;
        }

        return _wanted.Items;
    }

    /// <summary>Takes away the cotangents that steps would not have held either, so that what can be read does not depend on how it was computed.</summary>
    private void TakeAway(Plan<T> update)
    {
        for (int node = 0; node < Program.Count; node++)
        {
            if (Program[node].IsAdjoint && !Values[node].IsAskedFor) Values.Take(node, node + 1);
        }

        foreach (int node in update.Held.Items) Values[node].Evaluated = Generation;
    }

    /// <summary>Where the last reverse walk ends: what comes then is for updates.</summary>
    private int LastWalkEnd()
    {
        for (int k = _walkCount - 1; k >= 0; k--)
        {
            if (!_walks[k].IsUpdate) return _walks[k].EndNode;
        }

        return 0;
    }

    /// <summary>Which walk, of all that the tape recorded, lists its cotangents from a place on.</summary>
    private int RecordingAt(int start)
    {
        for (int k = _walkCount - 1; k >= 0; k--)
        {
            if (!_walks[k].IsUpdate && _walks[k].CotangentStart == start) return _walks[k].Recording;
        }

        return -1;
    }

    /// <summary>The parameter that an assignment updates.</summary>
    private int Updated(int assignment) => Program.OperandsOf(Program[assignment])[0];

    /// <summary>The parameter whose memory a node shows; −1 for none.</summary>
    private int ShownParameter(int node)
    {
        while (Program[node].Operation.Kind == OperationKind.View) node = Program.OperandsOf(Program[node])[0];
        return Program[node].Operation == LeafOperation<T>.Parameter ? node : -1;
    }
}

/// <summary>A rule by which parameters are updated.</summary>
internal interface IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether what it records may depend on more than its numbers, so that it is to be recorded each time.</summary>
    bool IsForeign { get; }

    /// <summary>The numbers of this step.</summary>
    ReadOnlySpan<double> Numbers { get; }

    /// <summary>Records the update.</summary>
    /// <param name="tape">Where; it takes the values by <see cref="Tape{T}.Assign"/>.</param>
    /// <param name="firstNumber">The node of the first number; the others follow.</param>
    void Record(Tape<T> tape, int firstNumber);
}
