using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Makes graphs of what was recorded. Evaluates the nodes it shows, for the statistics of their values.</summary>
public static class TapeGraphs
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>All that was recorded since the last reset, drawn as forward part.</summary>
        /// <returns>The graph.</returns>
        public TapeGraph ToGraph()
        {
            ArgumentNullException.ThrowIfNull(tape);
            var shown = new bool[tape.NodeCount];
            Array.Fill(shown, true);
            var isUsed = new bool[tape.NodeCount];
            for (int i = 0; i < isUsed.Length; i++)
            {
                foreach (int operand in tape.Program.OperandsOf(tape.Program[i])) isUsed[operand] = true;
            }

            int[] results = [.. Enumerable.Range(0, isUsed.Length).Where(i => !isUsed[i])];
            return Build(tape, shown, int.MaxValue, [], new int[]?[tape.NodeCount], new EquationBuilder<T>(tape, [], results));
        }

        /// <summary>
        /// What was recorded up to Backward as forward part, and the adjoint part without its dead nodes: what the gradients of leaves
        /// and of named nodes need.
        /// </summary>
        /// <param name="gradients">What Backward on this tape returned.</param>
        /// <returns>The graph.</returns>
        /// <exception cref="ArgumentException">The gradients belong to another tape.</exception>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        public TapeGraph ToGraph(Gradients<T> gradients)
        {
            ArgumentNullException.ThrowIfNull(tape);
            int[]?[] cotangentsOf = NodeText.CotangentsOf(tape, gradients);
            ReadOnlySpan<int> cotangents = gradients.Nodes;
            var shown = new bool[tape.NodeCount];
            shown.AsSpan(0, cotangents.Length).Fill(true);
            for (int i = 0; i < cotangents.Length; i++)
            {
                Node<T> node = tape.Program[i];
                bool wanted = node.Operation.Kind == OperationKind.Leaf || node.Name is not null;
                if (wanted && cotangents[i] >= 0) Require(tape, cotangents[i], shown);
            }

            return Build(tape, shown, cotangents.Length, cotangents, cotangentsOf, new EquationBuilder<T>(tape, [new AdjointWalk<T>(cotangents)]));
        }
    }

    extension<T>(Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>What a node was computed from.</summary>
        /// <returns>The graph of the node and all that it depends on.</returns>
        public TapeGraph ToGraph()
        {
            Tape<T> tape = output.Tape;
            tape.NodeOf(output, "ToGraph");
            var shown = new bool[tape.NodeCount];
            Require(tape, output.Index, shown);
            return Build(tape, shown, int.MaxValue, [], new int[]?[tape.NodeCount], new EquationBuilder<T>(tape, [], output.Index));
        }
    }

    /// <summary>Marks a node and what it depends on.</summary>
    private static void Require<T>(Tape<T> tape, int node, bool[] shown)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shown[node]) return;
        var pending = new Stack<int>();
        pending.Push(node);
        while (pending.TryPop(out int next))
        {
            if (shown[next]) continue;
            shown[next] = true;
            foreach (int operand in tape.Program.OperandsOf(tape.Program[next])) pending.Push(operand);
        }
    }

    private static TapeGraph Build<T>(Tape<T> tape, bool[] shown, int firstAdjoint, ReadOnlySpan<int> cotangents, int[]?[] cotangentsOf, EquationBuilder<T> derivation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Before values are read, which may run plans.
        GraphStep[] steps = Steps(tape);
        var stepsOf = new List<int>?[shown.Length];
        for (int k = 0; k < steps.Length; k++)
        {
            foreach (int node in steps[k].Nodes) (stepsOf[node] ??= []).Add(k);
        }

        derivation.Build();
        var nodes = new List<GraphNode>();
        for (int i = 0; i < shown.Length; i++)
        {
            if (!shown[i]) continue;
            int[] operands = tape.Program.OperandsOf(tape.Program[i]).ToArray();
            var shapes = new Shape[operands.Length];
            long elements = 0;
            for (int k = 0; k < operands.Length; k++)
            {
                shapes[k] = tape.Program[operands[k]].Shape;
                elements += shapes[k].ElementCount;
            }

            ValueStatistics? statistics = Statistics(tape, i);
            Node<T> node = tape.Program[i];
            bool computes = node.Operation.Kind is OperationKind.Elementwise or OperationKind.Kernel;
            string name = node.Name is { } given ? NodeText.OneLine(given) : "";
            if (name.Length == 0 && cotangentsOf[i] is { } of) name = NodeText.Cotangent(tape, of, derivation.NameOf);
            if (name.Length == 0) name = derivation.NameOf(i) ?? "";
            nodes.Add(new GraphNode
            {
                Index = i,
                Name = name,
                Operation = node.Operation.Name,
                Attributes = NodeText.Attributes(node.Operation.Attributes),
                Literal = NodeText.Literal(tape, i),
                Kind = node.Operation.Kind,
                IsDifferentiable = node.IsDifferentiable,
                IsAdjoint = i >= firstAdjoint,
                Shape = node.Shape,
                Operands = operands,
                Equation = derivation.EquationOf(i, name.Length > 0 ? name : NodeText.Reference(tape, i)) ?? PlainEquation(tape, i, derivation.NameOf),
                Why = derivation.ReasonOf(i),
                Cotangent = i < cotangents.Length && cotangents[i] >= 0 && shown[cotangents[i]] ? cotangents[i] : -1,
                CotangentOf = cotangentsOf[i] ?? [],
                CallSite = tape.CallSiteOf(i),
                Statistics = statistics,
                MultiplyAdds = node.Operation.CountMultiplyAdds(shapes, node.Shape),
                Steps = stepsOf[i]?.ToArray() ?? [],
                Bytes = computes ? (elements + node.Shape.ElementCount) * Unsafe.SizeOf<T>() : 0,
            });
        }

        return new TapeGraph([.. nodes], steps);
    }

    /// <summary>The steps of the plans that were run in this recording.</summary>
    private static GraphStep[] Steps<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var steps = new List<GraphStep>();
        ReadOnlySpan<Plan<T>> plans = tape.Plans.Run;
        for (int p = 0; p < plans.Length; p++)
        {
            Plan<T> plan = plans[p];
            for (int k = 0; k < plan.Steps.Count; k++)
            {
                Step<T> step = plan.Steps[k];
                int[] members = plan.Members.Items.Slice(step.FirstMember, step.Members).ToArray();
                steps.Add(new GraphStep(p + 1, k + 1, PlanText.NameOf(in step, tape.Program), PlanText.CostOf(plan, k), step.Kind == StepKind.Copy, members));
            }
        }

        return [.. steps];
    }

    /// <summary>The node in the form it would be computed by, operands by name: <c>a1 = Add(%8, b1)</c>.</summary>
    private static string PlainEquation<T>(Tape<T> tape, int node, Func<int, string?> nameOf)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> own = tape.Program[node];
        string Known(int i) => NodeText.Literal(tape, i) ?? nameOf(i) ?? NodeText.Reference(tape, i);
        string left = nameOf(node) ?? NodeText.Reference(tape, node);
        if (own.Operation.Kind == OperationKind.Leaf) return NodeText.Literal(tape, node) is { } literal ? $"{left} = {literal}" : $"{left}: {own.Operation.Name}";
        string operands = string.Join(", ", tape.Program.OperandsOf(own).ToArray().Select(Known)), attributes = NodeText.Attributes(own.Operation.Attributes);
        return attributes.Length == 0 ? $"{left} = {own.Operation.Name}({operands})" : $"{left} = {own.Operation.Name}({operands}; {attributes})";
    }

    private static ValueStatistics? Statistics<T>(Tape<T> tape, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A parameter was updated since: the graph can be drawn, its values are gone.
        if (!tape.TryRead(tape.At(node), out ReadOnlySpan<T> elements)) return null;
        return tape.Program[node].Operation.GivesIndices ? ValueStatistics.Of(new Indices<T>(tape.At(node)).Values) : ValueStatistics.Of(elements);
    }
}
