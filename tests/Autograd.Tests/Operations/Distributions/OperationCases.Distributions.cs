namespace Autograd.Tests.Operations;

/// <content>Error functions and the normal distribution.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Distributions() =>
    [
        .. EachShape("Erf", x => x.Erf(), -2, 2),
        .. EachShape("Erfc", x => x.Erfc(), -2, 2),
        .. EachShape("LogNormalDistribution", x => x.LogNormalDistribution(), -3, 3),
        .. EachShape("NormalDensity", x => x.NormalDensity(), -3, 3),
        .. EachShape("NormalDistribution", x => x.NormalDistribution(), -3, 3),
        .. EachShape("ErfInv", x => x.ErfInv(), -0.85, 0.85),
        .. EachShape("NormalQuantile", x => x.NormalQuantile(), 0.1, 0.9),
    ];
}
