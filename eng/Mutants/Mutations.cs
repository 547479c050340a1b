using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Mutants;

/// <summary>Finds what can be changed in a file: signs, comparisons, conditions, numbers, names of two that are alike, statements.</summary>
internal static class Mutations
{
    private static readonly Dictionary<SyntaxKind, string[]> OtherOperators = new()
    {
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.AmpersandToken] = ["|"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.PlusEqualsToken] = ["-="],
        [SyntaxKind.MinusEqualsToken] = ["+="],
        [SyntaxKind.BarEqualsToken] = ["&="],
        [SyntaxKind.AmpersandEqualsToken] = ["|="],
    };

    private static readonly Dictionary<string, string> OtherNames = Pairs(
        ("Min", "Max"), ("Minimum", "Maximum"), ("LessThan", "LessThanOrEqual"), ("GreaterThan", "GreaterThanOrEqual"), ("Sin", "Cos"), ("Sinh", "Cosh"),
        ("One", "Zero"), ("Any", "All"), ("First", "Last"), ("Floor", "Ceiling"), ("PositiveInfinity", "NegativeInfinity"));

    /// <summary>The changes of a file.</summary>
    /// <param name="file">Its path, from the root of the repository.</param>
    /// <param name="root">Its syntax.</param>
    public static IEnumerable<Mutation> Of(string file, SyntaxNode root) =>
        from node in root.DescendantNodes()
        where !IsConstant(node) && !node.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        from change in node is ExpressionSyntax { Parent: IfStatementSyntax outer } condition && outer.Condition == condition ? [.. Of(node), .. OfCondition(condition)] : Of(node)
        select new Mutation(file, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, node, change.Guard, change.Other);

    private static IEnumerable<(Guard Guard, string Other)> Of(SyntaxNode node)
    {
        switch (node)
        {
            case BinaryExpressionSyntax binary when OtherOperators.TryGetValue(binary.OperatorToken.Kind(), out string[]? others) && !Declares(binary):
                foreach (string other in others) yield return (Guard.Choice, $"{Mutation.Flat(binary.Left)} {other} {Mutation.Flat(binary.Right)}");
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.LogicalNotExpression } unary when !Declares(unary):
                yield return (Guard.Choice, Mutation.Flat(unary.Operand));
                break;
            case LiteralExpressionSyntax { Token.Value: int number, Token.Text: var text } when text.All(char.IsDigit):
                yield return (Guard.Choice, $"{number + 1}");
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                yield return (Guard.Choice, "false");
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                yield return (Guard.Choice, "true");
                break;
            case ConditionalExpressionSyntax choice when !Declares(choice):
                yield return (Guard.Choice, $"{Mutation.Flat(choice.Condition)} ? {Mutation.Flat(choice.WhenFalse)} : {Mutation.Flat(choice.WhenTrue)}");
                break;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } when OtherOperators.TryGetValue(assignment.OperatorToken.Kind(), out string[]? others):
                yield return (Guard.Statement, $"{Mutation.Flat(assignment.Left)} {others[0]} {Mutation.Flat(assignment.Right)};");
                break;
            case ExpressionStatementSyntax statement when !Declares(statement):
                yield return (Guard.Omission, "");
                break;
            case ContinueStatementSyntax:
                yield return (Guard.Omission, "");
                break;
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name, Parent: not InvocationExpressionSyntax } access when OtherNames.TryGetValue(name.Identifier.Text, out string? other):
                yield return (Guard.Choice, $"{Mutation.Flat(access.Expression)}.{other}");
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when !Declares(call):
                string called = access.Name.Identifier.Text;
                if (OtherNames.TryGetValue(called, out string? otherName)) yield return (Guard.Choice, $"{Mutation.Flat(access.Expression)}.{otherName}{Mutation.Flat(call.ArgumentList)}");
                if (call.ArgumentList.Arguments is [.., var before, var last] && called is "Select" or "Where")
                {
                    IEnumerable<string> arguments = [.. call.ArgumentList.Arguments.SkipLast(2).Select(Mutation.Flat), Mutation.Flat(last), Mutation.Flat(before)];
                    yield return (Guard.Choice, $"{Mutation.Flat(access)}({string.Join(", ", arguments)})");
                }

                break;
        }
    }

    /// <summary>The condition of an if is changed as a whole, too.</summary>
    private static IEnumerable<(Guard Guard, string Other)> OfCondition(ExpressionSyntax condition)
    {
        if (!Declares(condition)) yield return (Guard.True, "");
        yield return (Guard.False, "");
    }

    /// <summary>Whether a variable comes into being inside, which could not be written twice.</summary>
    private static bool Declares(SyntaxNode node) => node.DescendantNodes().Any(inner => inner is VariableDesignationSyntax or DeclarationExpressionSyntax or LambdaExpressionSyntax);

    private static bool IsConstant(SyntaxNode node) => node.AncestorsAndSelf().Any(outer => outer switch
    {
        AttributeSyntax or EnumMemberDeclarationSyntax or SwitchLabelSyntax or PatternSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or InterpolatedStringExpressionSyntax => true,
        ParameterSyntax => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.Modifiers.Any(SyntaxKind.ConstKeyword),
        _ => false,
    });

    private static Dictionary<string, string> Pairs(params (string One, string Other)[] pairs) =>
        pairs.Concat(pairs.Select(pair => (pair.Other, pair.One))).ToDictionary(pair => pair.Item1, pair => pair.Item2);
}
