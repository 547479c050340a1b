namespace Autograd;

/// <summary>What was found of a system of equations f(x) = 0.</summary>
public sealed record RootResult : SolverResult
{
    /// <summary>x.</summary>
    public required double[] X { get; init; }

    /// <summary>f(x).</summary>
    public required double[] Residual { get; init; }

    internal override string Solver => "Roots";
}

/// <summary>What was found of an equation f(x) = 0 of a number.</summary>
public sealed record ScalarRootResult : SolverResult
{
    /// <summary>x.</summary>
    public required double X { get; init; }

    /// <summary>f(x).</summary>
    public required double Residual { get; init; }

    /// <summary>The end below x of the last interval with a change of sign.</summary>
    public required double Lower { get; init; }

    /// <summary>The end above x of the last interval with a change of sign.</summary>
    public required double Upper { get; init; }

    internal override string Solver => "Roots";
}
