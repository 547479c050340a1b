using Autograd.Authoring;

namespace Autograd;

/// <summary>What kind of solution a node is.</summary>
internal enum ImplicitKind
{
    Root,
    RootOfEach,
    FixedPoint,
    Minimum,
}

/// <summary>
/// x with F(x, p) = 0, found from a start. Operands: the start, then the parameters; where each element has an equation of its own, upper and lower ends instead
/// of the start. The VJP is λ = −(∂F/∂x)⁻ᵀ x̄, an <see cref="AdjointOperation"/>, and
/// p̄ = (∂F/∂p)ᵀ λ.
/// </summary>
internal readonly record struct ImplicitOperation(ImplicitKind Kind, RecordedFunction Function, ImplicitOptions Options) : IKernelOperation<ImplicitOperation, double>
{
    public static string Name => "Implicit";

    public static Notation NotationOf(ImplicitOperation operation) => operation.Kind switch
    {
        ImplicitKind.Root or ImplicitKind.RootOfEach => Notation.Function("root").Explained("root(s, p)", "the x near s with f(x, p) = 0"),
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

    /// <summary>Which operand is the first parameter; the one before stands for x.</summary>
    private int FirstParameter => Kind == ImplicitKind.RootOfEach ? 2 : 1;

    private AdjointKind Adjoint => Kind switch
    {
        ImplicitKind.RootOfEach => AdjointKind.Diagonal,
        ImplicitKind.Minimum => AdjointKind.Symmetric,
        _ => AdjointKind.General,
    };

    public Shape InferShape(ReadOnlySpan<Shape> operands) =>
        Kind != ImplicitKind.RootOfEach || operands[0] == operands[1] ? operands[0] : throw SolverErrors.BoundShapes(operands[1], operands[0]);

    public void Evaluate(in Operands<double> operands, Span<double> destination)
    {
        int skipped = FirstParameter - 1;
        var function = new BoundFunction(Function, in operands, skipped, operands.Count - skipped);
        function.Check(Kind.ToString(), isScalar: Kind == ImplicitKind.Minimum);
        var equation = new BoundFunction(Equation, in operands, skipped, operands.Count - skipped);
        double[] x = Kind switch
        {
            ImplicitKind.FixedPoint => ImplicitSolutions.FixedPoint(function, Options),
            ImplicitKind.Minimum => ImplicitSolutions.Minimum(function, equation, Options),
            ImplicitKind.RootOfEach => ImplicitSolutions.RootOfEach(function, operands[0].Span.ToArray(), Options),
            _ => ImplicitSolutions.Root("Root", equation, equation.First, Options),
        };
        x.CopyTo(destination);
    }

    public void Vjp(in VjpContext<double> context)
    {
        Tape<double> tape = context.Cotangent.Tape;
        int first = FirstParameter;
        var operands = new Variable<double>[context.Count - first + 2];
        operands[0] = context.Result;
        for (int k = first; k < context.Count; k++) operands[k - first + 1] = context[k];
        operands[^1] = context.Cotangent;
        Variable<double> lambda = tape.Record(new AdjointOperation(Equation, Adjoint, Options), operands);
        operands[^1] = lambda;
        for (int k = first; k < context.Count; k++)
        {
            int argument = k - first + 1;
            if (context.Needs(k)) context.Contribute(k, tape.Record(new RecordedOperation(new Pullback(Equation, argument), argument), operands));
        }
    }
}
