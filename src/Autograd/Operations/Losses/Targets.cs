using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    /// <summary>Refuses a target before anything is recorded.</summary>
    private static void CheckSame<T>(string operation, Variable<T> prediction, Variable<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape given = prediction.Tape.NodeOf(prediction, operation).Shape, wanted = prediction.Tape.NodeOf(target, operation).Shape;
        if (given != wanted) throw Errors.ShapesDiffer(operation, "the prediction", given, "the target", wanted);
    }

    /// <summary>The losses of elements or examples, put together.</summary>
    internal static Variable<T> Reduced<T>(string operation, Variable<T> losses, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T> => reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            LossReduction.None => losses,
            _ => throw Errors.NoReduction(operation, (int)reduction),
        };

    /// <summary>Refuses a number that is not 0 or more.</summary>
    private static T CheckNotNegative<T>(string operation, string what, T value, string parameter)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        value >= T.Zero && T.IsFinite(value) ? value : throw Errors.NumberOutside(operation, what, value, "a finite number, 0 or more", parameter);

    /// <summary>Refuses what does not broadcast to a prediction.</summary>
    private static void CheckBroadcasts<T>(string operation, string what, Variable<T> prediction, Variable<T> given)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape from = prediction.Tape.NodeOf(given, operation).Shape, to = prediction.Shape;
        bool fits = from.Rank <= to.Rank;
        for (int d = 1; fits && d <= from.Rank; d++) fits = from[^d] == 1 || from[^d] == to[^d];
        if (!fits) throw Errors.NotBroadcastTo(operation, what, from, to);
    }
}
