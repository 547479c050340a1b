namespace Autograd;

/// <summary>How hard a formula is to read.</summary>
internal static class Complexity
{
    /// <summary>The number of names, numbers and functions in it.</summary>
    public static int Of(Expression e) => e switch
    {
        SumExpression s => s.Terms.Sum(t => Of(t.Expression)),
        ProductExpression p => p.Factors.Sum(f => Of(f.Expression)) + (Math.Abs(p.Coefficient) == 1 ? 0 : 1),
        CallExpression c => 1 + c.Arguments.Sum(Of),
        _ => Math.Max(1, Parts(e).Sum(Of)),
    };

    /// <summary>Whether there is a product in it that mixes elements: a matrix product, a convolution.</summary>
    public static bool HasMatrixProduct(Expression e) =>
        e is MatrixProductExpression or CallExpression { Notation.LinearOperands.Length: > 1 } || Parts(e).Any(HasMatrixProduct);

    /// <summary>
    /// Whether it may be repeated wherever it is used: a name, two names and numbers put together, a function of a leaf, a short formula
    /// of scalars.
    /// </summary>
    public static bool IsSimple(Expression e) => e switch
    {
        NumberExpression or NameExpression => true,
        { IsScalar: true } when Of(e) <= 4 && !HasMatrixProduct(e) && !HasReduction(e) => true,
        CallExpression { Notation.Form: NotationForm.Indicator } => true,
        CallExpression { Notation.Form: NotationForm.Function or NotationForm.Exponential or NotationForm.Root, Arguments: [NameExpression { Definition: null }] } => true,
        ProductExpression { Factors: [{ Exponent: 1, Expression: CallExpression { Notation.Form: NotationForm.Indicator } }] } => true,
        SumExpression or ProductExpression => Of(e) <= 2 && Parts(e).All(p => p is NumberExpression or NameExpression),
        TransposeExpression or ReshapeExpression or BroadcastExpression => Parts(e).All(IsSimple),
        CallExpression { Notation.Form: NotationForm.Relation or NotationForm.Slice } => Parts(e).All(p => p is NumberExpression or NameExpression),
        _ => false,
    };

    /// <summary>The names in a formula, each as often as it stands there, that the value changes with: not what only chooses.</summary>
    public static IEnumerable<string> Mentions(Expression e) => e switch
    {
        NameExpression n => [n.Name],
        CallExpression { Notation.Form: NotationForm.Relation } => [],
        CallExpression c => c.Arguments.Where((_, k) => !c.Notation.ConstantOperands.Contains(k)).SelectMany(Mentions),
        _ => Parts(e).SelectMany(Mentions),
    };

    private static bool HasReduction(Expression e) => e is CallExpression { Notation.Form: NotationForm.Reduction } || Parts(e).Any(HasReduction);

    /// <summary>What a formula is directly made of.</summary>
    public static IEnumerable<Expression> Parts(Expression e) => e switch
    {
        SumExpression s => s.Terms.Select(t => t.Expression),
        ProductExpression p => p.Factors.Select(f => f.Expression),
        PowerExpression p => [p.Base, p.Exponent],
        MatrixProductExpression m => [m.Left, m.Right],
        TransposeExpression t => [t.Operand],
        ReshapeExpression r => [r.Operand],
        BroadcastExpression b => [b.Operand],
        CallExpression c => c.Arguments,
        _ => [],
    };
}
