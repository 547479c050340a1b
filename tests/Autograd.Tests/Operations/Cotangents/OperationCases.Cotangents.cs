namespace Autograd.Tests.Operations;

/// <content>What rules do with cotangents.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Cotangents() =>
    [
        .. EachShape("StopGradient", x => x.StopGradient(), -2, 2, Traits.NotDifferentiable | Traits.Linear),
        .. EachPair("ScaledBy", (a, b) => a.ScaledBy(b), -2, 2, -2, 2),
        .. EachPair("MaskedBy", (a, b) => a.MaskedBy(b), -2, 2, -2, 2),
    ];
}
