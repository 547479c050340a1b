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
}
