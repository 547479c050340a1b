using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Autograd.Mutants;

/// <summary>Writes changes into a file, each behind its guard, so that one build serves all of them.</summary>
internal sealed class Instrumented(IReadOnlyDictionary<SyntaxNode, List<(int Number, Mutation Mutation)>> changes) : CSharpSyntaxRewriter
{
    /// <summary>The syntax with its guards.</summary>
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        SyntaxNode? inner = base.Visit(node);
        if (node is null || inner is null || !changes.TryGetValue(node, out var own)) return inner;
        foreach (var (number, mutation) in own) inner = Guarded(inner, number, mutation).WithTriviaFrom(inner);
        return inner;
    }

    /// <summary>The number of the change at a place of a file that has guards; of all changes in the member around it where there is none.</summary>
    public static IEnumerable<int> At(SyntaxNode root, SourceText text, int line, int column)
    {
        int place = Math.Min(text.Lines[line - 1].Start + column - 1, root.FullSpan.End - 1);
        SyntaxNode found = root.FindToken(place).Parent!;
        foreach (SyntaxNode outer in found.AncestorsAndSelf())
        {
            int[] numbers = [.. NumbersIn(outer)];
            if (numbers.Length == 1 || (numbers.Length > 0 && outer is MemberDeclarationSyntax)) return numbers;
        }

        return [];
    }

    private static IEnumerable<int> NumbersIn(SyntaxNode node) =>
        from call in node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        where call.Expression.ToString() == "global::Autograd.Mutant.Is"
        select int.Parse(call.ArgumentList.Arguments[0].ToString(), CultureInfo.InvariantCulture);

    private static SyntaxNode Guarded(SyntaxNode inner, int number, Mutation mutation)
    {
        string text = inner.WithoutTrivia().ToFullString(), isActive = $"global::Autograd.Mutant.Is({number})";
        return mutation.Guard switch
        {
            Guard.Choice => SyntaxFactory.ParseExpression($"({isActive} ? {mutation.Other} : {text})"),
            Guard.True => SyntaxFactory.ParseExpression($"({isActive} || ({text}))"),
            Guard.False => SyntaxFactory.ParseExpression($"(!{isActive} && ({text}))"),
            Guard.Omission => SyntaxFactory.ParseStatement($"{{ if (!{isActive}) {text} }}"),
            _ => SyntaxFactory.ParseStatement($"{{ if ({isActive}) {mutation.Other} else {text} }}"),
        };
    }
}
