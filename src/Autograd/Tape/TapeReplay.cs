namespace Autograd;

/// <content>Recording again what was recorded elsewhere.</content>
public sealed partial class Tape<T>
{
    /// <summary>Appends a pending node for an operation that another tape has recorded with operands of the same shapes.</summary>
    internal Variable<T> Replay(Operation<T> operation, ReadOnlySpan<int> operands, in Shape shape)
    {
        bool isDifferentiable = false;
        foreach (int operand in operands) isDifferentiable |= Program[operand].IsDifferentiable;
        return At(Append(operation, operands, in shape, isDifferentiable && operation.IsDifferentiable));
    }

    /// <summary>The operation that does with each slice along one more dimension in front what another does.</summary>
    internal Operation<T> Lifted(DifferentiableOperation<T> operation, int count) => operation.Lift(count, _operations);
}
