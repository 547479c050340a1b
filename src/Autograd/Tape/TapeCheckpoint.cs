namespace Autograd;

/// <content>Values that are computed twice rather than held.</content>
public sealed partial class Tape<T>
{
    private int _checkpointDepth;

    /// <summary>
    /// Records a function whose intermediate values are not held: each is taken away after its last use, and computed again, to the same bits, where
    /// Backward needs it. The gradients are the same; a deep network of such parts takes the memory of their results and of one part, for up to one
    /// more forward pass.
    /// </summary>
    /// <param name="function">Records operations on its argument, and on whatever else it likes.</param>
    /// <param name="input">Its argument.</param>
    /// <returns>Its result, which is held like any other.</returns>
    /// <exception cref="InvalidOperationException">A value is read later for which it is too late: a parameter was updated.</exception>
    /// <remarks>
    /// Also on an eager tape the operations inside are computed together, when the function returns, so that errors of their kernels come then. What is read
    /// inside is held.
    /// </remarks>
    public Variable<T> Checkpoint(Func<Variable<T>, Variable<T>> function, Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(function);
        NodeOf(input, nameof(Checkpoint));
        return Checkpoint(() => function(input));
    }

    /// <inheritdoc cref="Checkpoint(Func{Variable{T}, Variable{T}}, Variable{T})" path="/*[not(self::param)]"/>
    /// <param name="function">Records operations on its arguments, and on whatever else it likes.</param>
    /// <param name="first">Its first argument.</param>
    /// <param name="second">Its second argument.</param>
    public Variable<T> Checkpoint(Func<Variable<T>, Variable<T>, Variable<T>> function, Variable<T> first, Variable<T> second)
    {
        ArgumentNullException.ThrowIfNull(function);
        NodeOf(first, nameof(Checkpoint));
        NodeOf(second, nameof(Checkpoint));
        return Checkpoint(() => function(first, second));
    }

    private Variable<T> Checkpoint(Func<Variable<T>> function)
    {
        using var attempt = new Attempt<T>(this);
        int before = EnterCheckpoint();
        Variable<T> result;
        try
        {
            result = function();
        }
        finally
        {
            LeaveCheckpoint();
        }

        return attempt.Keep(Hold(result, before));
    }

    /// <summary>From here to LeaveCheckpoint values are not held.</summary>
    /// <returns>How many nodes there are.</returns>
    internal int EnterCheckpoint()
    {
        _checkpointDepth++;
        return Program.Count;
    }

    internal void LeaveCheckpoint() => _checkpointDepth--;

    /// <summary>Lets the result of such a part be held, once it is left.</summary>
    internal Variable<T> Hold(Variable<T> result, int before)
    {
        NodeOf(result, nameof(Checkpoint));
        if (result.Index >= before) Program.SetRecomputed(result.Index, _checkpointDepth > 0);
        if (_eager && _checkpointDepth == 0 && _walkDepth == 0 && Values.IsPending(result.Index)) Read(result);
        return result;
    }
}
