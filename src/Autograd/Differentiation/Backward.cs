using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Reverse-mode differentiation: appends the adjoint program of what was recorded.</summary>
public static class BackwardExtensions
{
    extension<T>(Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The gradients of a scalar: ∂J/∂v for every node v that it depends on. Records; evaluates nothing.</summary>
        /// <returns>The gradients, nodes of the same tape that can be differentiated again.</returns>
        /// <exception cref="InvalidOperationException">The output is not a single element, or depends on no variable or parameter.</exception>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public Gradients<T> Backward()
        {
            Shape shape = output.Shape;
            if (shape.ElementCount != 1) throw Errors.RootNotScalar(shape);
            Tape<T> tape = output.Tape;
            using var attempt = new Attempt<T>(tape);
            Variable<T> one = tape.Constant(T.One);
            Gradients<T> gradients = tape.Backward([output], [shape.Rank == 0 ? one : one.BroadcastTo(shape)], areGiven: false);
            attempt.Keep();
            return gradients;
        }

        /// <summary>The products of a cotangent with the Jacobians of this node: Σᵢ cotangentᵢ ∂yᵢ/∂v for every node v.</summary>
        /// <param name="cotangent">∂J/∂y, with the lengths of this node.</param>
        /// <returns>The cotangents, nodes of the same tape that can be differentiated again.</returns>
        /// <exception cref="ArgumentException">The lengths differ.</exception>
        /// <exception cref="InvalidOperationException">The output depends on no variable or parameter.</exception>
        public Gradients<T> Backward(Variable<T> cotangent) => output.Tape.Backward([output], [cotangent]);
    }

    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The cotangents of several outputs together: Σₖ of what each contributes.</summary>
        /// <param name="outputs">The outputs, at least one.</param>
        /// <param name="cotangents">For each output its cotangent, of the same lengths.</param>
        /// <returns>The cotangents, nodes of the same tape that can be differentiated again.</returns>
        /// <exception cref="ArgumentException">Not one cotangent for each output, or lengths that differ.</exception>
        /// <exception cref="InvalidOperationException">No output depends on a variable or parameter.</exception>
        public Gradients<T> Backward(ReadOnlySpan<Variable<T>> outputs, ReadOnlySpan<Variable<T>> cotangents) =>
            tape.Backward(outputs, cotangents, areGiven: true);

        private Gradients<T> Backward(ReadOnlySpan<Variable<T>> outputs, ReadOnlySpan<Variable<T>> cotangents, bool areGiven)
        {
            ArgumentNullException.ThrowIfNull(tape);
            bool connected = false;
            foreach (Variable<T> output in outputs) connected |= tape.NodeOf(output, "Backward").IsDifferentiable;
            if (!connected) throw Errors.RootUnconnected(outputs.IsEmpty ? "none was given" : tape.Describe(outputs[0]));
            return ReverseWalk<T>.Record(tape, outputs, cotangents, areGiven);
        }
    }
}

/// <summary>
/// The walk over the tape in reverse: each node hands its cotangent to its rule, and what the rule states for the operands is added to
/// theirs. Since the order of recording is topological, a node's cotangent is complete when no later node waits for its turn.
/// </summary>
internal static class ReverseWalk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Records the adjoint nodes; if a rule throws, none of them stays.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="outputs">The nodes to begin at.</param>
    /// <param name="cotangents">For each its cotangent.</param>
    /// <param name="areGiven">Whether the cotangents come from outside, so that their zeros ask for nothing.</param>
    /// <param name="from">The first node whose cotangent is wanted, and of those that it is made of: what was recorded before has none.</param>
    public static Gradients<T> Record(Tape<T> tape, ReadOnlySpan<Variable<T>> outputs, ReadOnlySpan<Variable<T>> cotangents, bool areGiven = true, int from = 0)
    {
        if (outputs.Length != cotangents.Length) throw Errors.CotangentCount(outputs.Length, cotangents.Length);
        for (int k = 0; k < outputs.Length; k++)
        {
            Shape shape = tape.NodeOf(outputs[k], "Backward").Shape, given = tape.NodeOf(cotangents[k], "Backward").Shape;
            if (shape != given) throw Errors.CotangentShape(given, shape);
        }

        Occupancy inside = tape.Enter();
        try
        {
            return tape.TryRepeatWalk(outputs, cotangents, areGiven, from, out int start, out int count)
                ? new Gradients<T>(tape, tape.Generation, start, count)
                : RecordAnew(tape, outputs, cotangents, areGiven, from);
        }
        finally
        {
            inside.Leave();
        }
    }

    private static Gradients<T> RecordAnew(Tape<T> tape, ReadOnlySpan<Variable<T>> outputs, ReadOnlySpan<Variable<T>> cotangents, bool areGiven, int from)
    {
        int nodeCount = tape.NodeCount, firstCotangent = tape.CotangentCount;
        PendingCotangents<T> pending = tape.EnterWalk();
        int start, count;
        bool done = false;
        try
        {
            for (int k = 0; k < outputs.Length; k++)
            {
                bool isSeed = tape.SeedOf(cotangents[k], areGiven) < 0;
                Accumulate(tape, pending, outputs[k].Index, isSeed ? cotangents[k].Apply(new SeedOperation<T>()) : cotangents[k]);
            }

            Walk(tape, pending, from);
            (start, count) = tape.EndWalk(nodeCount, pending.Taken, outputs, cotangents, areGiven, from);
            done = true;
        }
        finally
        {
            tape.LeaveWalk();
            if (!done) tape.Forget(nodeCount, firstCotangent);
        }

        return new Gradients<T>(tape, tape.Generation, start, count);
    }

    private static void Walk(Tape<T> tape, PendingCotangents<T> pending, int from)
    {
        while (pending.TryTake(out CotangentOfNode latest))
        {
            int i = latest.Node;
            int operands = tape.Program[i].OperandCount;
            if (operands == 0 || !tape.Program[i].IsDifferentiable) continue;
            var operation = (DifferentiableOperation<T>)tape.Program[i].Operation;
            Span<Variable<T>> contributions = pending.Contributions(operands);
            tape.EnterRule(operation);
            operation.Vjp(new VjpContext<T>(tape, i, tape.At(latest.Value), contributions, from));
            for (int k = 0; k < operands; k++)
            {
                if (contributions[k].IsDefault) continue;
                int operand = tape.Program.OperandsOf(tape.Program[i])[k];
                if (operand < from || !tape.Program[operand].IsDifferentiable) continue;
                if (operation.IsForeign) contributions[k] = KeepCuts(tape, operation, contributions[k], tape.At(latest.Value));
                Accumulate(tape, pending, operand, ToShapeOf(tape, operand, contributions[k], operation.Name, k));
            }
        }
    }

    /// <summary>What somebody else's rule states, element by element, for the cotangent it was given; what it scaled may have zeros of any sign.</summary>
    private static Variable<T> KeepCuts(Tape<T> tape, Operation<T> operation, Variable<T> contribution, Variable<T> cotangent)
    {
        bool isElementwise = operation.Kind == OperationKind.Elementwise && tape.NodeOf(contribution, operation.Name).Shape == cotangent.Shape;
        return isElementwise && contribution != cotangent ? contribution.Apply(new KeepCutOperation<T>(), cotangent) : contribution;
    }

    /// <summary>The one place where broadcasting is undone: a cotangent larger than its operand is summed over the copies.</summary>
    private static Variable<T> ToShapeOf(Tape<T> tape, int operand, Variable<T> contribution, string operation, int position)
    {
        Shape shape = tape.Program[operand].Shape, given = tape.NodeOf(contribution, operation).Shape;
        if (shape == given) return contribution;
        bool stretched = Shape.TryBroadcast(in shape, in given, out Shape larger) && larger == given;
        return stretched ? contribution.SumTo(shape) : throw Errors.ContributionShape(operation, given, position, shape);
    }

    private static void Accumulate(Tape<T> tape, PendingCotangents<T> pending, int node, Variable<T> contribution)
    {
        int known = pending.Find(node);
        pending.Set(node, known < 0 ? contribution.Index : Sum(tape, tape.At(known), contribution).Index);
    }

    /// <summary>
    /// a + b. Where both are views of the same kind it is that view of a sum: what lies contiguous is added, not what is shown. Blocks side by side are joined, and
    /// products of few terms.
    /// </summary>
    private static Variable<T> Sum(Tape<T> tape, Variable<T> a, Variable<T> b)
    {
        var other = tape.Program[b.Index].Operation as DifferentiableOperation<T>;
        if (other is not null && other.TryJoin(a, b, out Variable<T> joined)) return joined;
        if (other is not null && tape.Program[a.Index].Operation is Binding<AddOperation<T>, T>)
        {
            ReadOnlySpan<int> terms = tape.Program.OperandsOf(tape.Program[a.Index]);
            bool isWhole = tape.At(terms[1]).Shape == b.Shape;
            if (isWhole && other.TryJoin(tape.At(terms[1]), b, out joined)) return tape.At(terms[0]).Add(joined);
        }

        Operation<T> view = tape.Program[a.Index].Operation;
        if (view != tape.Program[b.Index].Operation || view.Kind != OperationKind.View) return a.Add(b);
        Variable<T> shownA = Operand(tape, a), shownB = Operand(tape, b);
        bool reorders = shownA.Shape == shownB.Shape && shownA.Shape.ElementCount == a.Shape.ElementCount;
        return reorders ? tape.Record(view, [Sum(tape, shownA, shownB)]) : a.Add(b);
    }

    private static Variable<T> Operand(Tape<T> tape, Variable<T> view) => tape.At(tape.Program.OperandsOf(tape.Program[view.Index])[0]);
}
