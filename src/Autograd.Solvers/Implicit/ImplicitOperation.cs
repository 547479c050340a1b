using Autograd.Authoring;

namespace Autograd;

/// <summary>What kind of solution a node is.</summary>
internal enum ImplicitKind
{
    Root,
    FixedPoint,
    Minimum,
}

/// <summary>
/// x with F(x, p) = 0, found from a start. Operands: the start, then the parameters. The VJP is λ = −(∂F/∂x)⁻ᵀ x̄, an <see cref="AdjointOperation"/>, and
/// p̄ = (∂F/∂p)ᵀ λ.
/// </summary>
internal readonly record struct ImplicitOperation(ImplicitKind Kind, RecordedFunction Function, ImplicitOptions Options) : IKernelOperation<ImplicitOperation, double>
{
    public static string Name => "Implicit";

    public static Notation NotationOf(ImplicitOperation operation) => operation.Kind switch
    {
        ImplicitKind.Root => Notation.Function("root").Explained("root(s, p)", "the x near s with f(x, p) = 0"),
        ImplicitKind.FixedPoint => Notation.Function("fix").Explained("fix(s, p)", "the x near s with x = φ(x, p)"),
        _ => Notation.Function("argmin").Explained("argmin(s, p)", "the x near s for which f(x, p) is least"),
    };

    /// <summary>F, which is 0 at x.</summary>
    private RecordedFunction Equation => Kind switch
    {
        ImplicitKind.FixedPoint => new FixedPointEquation(Function),
        ImplicitKind.Minimum => new Stationarity(Function),
        _ => Function,
    };

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    public void Evaluate(in Operands<double> operands, Span<double> destination)
    {
        var function = new BoundFunction(Function, in operands, 0, operands.Count);
        function.Check(Kind.ToString(), isScalar: Kind == ImplicitKind.Minimum);
        var equation = new BoundFunction(Equation, in operands, 0, operands.Count);
        double[] x = Kind switch
        {
            ImplicitKind.FixedPoint => ImplicitSolutions.FixedPoint(function, Options),
            ImplicitKind.Minimum => ImplicitSolutions.Minimum(function, equation, Options),
            _ => ImplicitSolutions.Root("Root", equation, equation.First, Options),
        };
        x.CopyTo(destination);
    }

    public void Vjp(in VjpContext<double> context)
    {
        Tape<double> tape = context.Cotangent.Tape;
        var operands = new Variable<double>[context.Count + 1];
        operands[0] = context.Result;
        for (int k = 1; k < context.Count; k++) operands[k] = context[k];
        operands[^1] = context.Cotangent;
        Variable<double> lambda = tape.Record(new AdjointOperation(Equation, Kind == ImplicitKind.Minimum, Options), operands);
        operands[^1] = lambda;
        for (int k = 1; k < context.Count; k++)
        {
            if (context.Needs(k)) context.Contribute(k, tape.Record(new RecordedOperation(new Pullback(Equation, k), k), operands));
        }
    }
}
