using System.Numerics;

namespace Autograd;

/// <summary>Why gradients are as they are.</summary>
public static class GradientExplanationExtensions
{
    private const int MostReasons = 3;

    extension<T>(Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Why the gradient by a node is 0, not there, or not finite. Goes through the program once more, in memory aside, and records nothing.
        /// </summary>
        /// <param name="variable">A leaf or any other node; also a constant.</param>
        /// <returns>The reason, and where it is.</returns>
        /// <remarks>
        /// Zeros are followed element by element through products with slopes and masks. Where a matrix product, a sum or another operation that mixes elements
        /// lies between, the counts are those of the place where they were lost, not of the gradient.
        /// </remarks>
        /// <exception cref="ArgumentException">The node is of another tape.</exception>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        /// <example>
        /// <code>
        /// var z = tape.Variable([-1.0, 2, -3], "z");
        /// var h = z.Relu().Named("h");
        /// Console.WriteLine(h.Sum().Backward().Explain(z));
        /// // The gradient by z is 0 in 2 of 3 elements: the mask of h = relu(z) cuts off 2 of 3 elements.
        /// </code>
        /// </example>
        public GradientExplanation Explain(Variable<T> variable)
        {
            Tape<T> tape = gradients.Tape;
            Shape shape = tape.NodeOf(variable, nameof(Explain)).Shape;
            Occupancy inside = tape.Enter();
            try
            {
                return GradientExplainer<T>.Explain(gradients, variable.Index, shape.ElementCount);
            }
            finally
            {
                inside.Leave();
            }
        }

        /// <summary>Why the gradient by a parameter is 0, not there, or not finite.</summary>
        /// <param name="parameter">A parameter that was put on the tape by Watch.</param>
        /// <returns>The reason, and where it is.</returns>
        /// <exception cref="ArgumentException">The parameter was not put on the tape in this recording.</exception>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        public GradientExplanation Explain(Parameter<T> parameter)
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return gradients.Tape.TryFind(parameter, out Variable<T> node) ? gradients.Explain(node) : throw Errors.NotWatched(parameter.Name);
        }
    }

    /// <summary>Puts an explanation together.</summary>
    private static class GradientExplainer<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static GradientExplanation Explain(Gradients<T> gradients, int node, int elements)
        {
            Tape<T> tape = gradients.Tape;
            var words = new NodeWords<T>(tape);
            string name = words.Name(node);
            if (elements == 0) return new GradientExplanation(GradientCut.ZeroLength, "", null, 0, 0, $"The gradient by {name} has no elements: {name} has the shape {tape.Program[node].Shape}.");
            int cotangent = CotangentOfNode.Find(tape.Cotangents(gradients.Start, gradients.Count), node);
            if (cotangent < 0)
            {
                var (missing, where, why) = new PathCuts<T>(gradients, node, words).Find();
                return new GradientExplanation(missing, where < 0 ? "" : words.Equation(where), where < 0 ? null : tape.CallSiteOf(where), elements, elements, why);
            }

            var trace = new ZeroTrace<T>(tape, WalkOf(gradients));
            List<LostElements> lost = trace.Follow(cotangent);
            if (!trace.IsKnown) return new GradientExplanation(GradientCut.Unknown, "", null, 0, elements, $"The gradient by {name} can no longer be computed, since a parameter was updated. Ask before the step.");
            if (trace.NonFinite > 0) return NonFinite(tape, words, cotangent, trace.NonFinite, elements, name);
            if (trace.Zeros == 0) return new GradientExplanation(GradientCut.None, "", null, 0, elements, $"The gradient by {name} is not 0 anywhere.");
            string start = $"The gradient by {name} is 0{(elements == 1 ? "" : trace.Zeros == elements ? $" in all {elements} elements" : $" in {trace.Zeros} of {elements} elements")}";
            if (lost.Count == 0) return new GradientExplanation(GradientCut.ZeroCotangent, "", null, trace.Zeros, elements, $"{start}: so is the cotangent that Backward was given.");
            var reasons = new ZeroReasons<T>(tape, words);
            var found = lost.Take(MostReasons).Select(reasons.Of).ToArray();
            var (cut, place, _) = found[0];
            string more = lost.Count > MostReasons ? $"; and {lost.Count - MostReasons} more" : "";
            return new GradientExplanation(cut, words.Equation(place), tape.CallSiteOf(place), trace.Zeros, elements, $"{start}: {string.Join("; ", found.Select(reason => reason.Text))}{more}.");
        }

        private static GradientExplanation NonFinite(Tape<T> tape, NodeWords<T> words, int cotangent, int count, int elements, string name)
        {
            NonFinite<T> birth = NonFiniteSearch<T>.Find(tape, [cotangent])!;
            Variable<T> turn = (birth.BecameNaN ?? birth).Node;
            bool isUndetermined = (birth.BecameNaN ?? birth).Operands is [{ Least: var zero }, { Least: var slope }] && T.IsZero(zero) && T.IsInfinity(slope)
                && tape.Program[turn.Index].Operation.Attributes is ScaleByOperation<T>;
            int owner = isUndetermined ? new RuleOwners<T>(tape).Of(turn.Index) : -1;
            string start = $"The gradient by {name} is not finite{(elements == 1 ? "" : $" in {count} of {elements} elements")}";
            if (owner < 0) return new GradientExplanation(GradientCut.NotFinite, birth.Equation, birth.CallSite, 0, elements, $"{start}. {birth}");
            string text = $"{start}: a zero that was computed meets the infinite slope of {words.Place(owner)}, and their product is undetermined. {birth} {Remedies.Of(tape.Program[owner].Operation.Name)}";
            return new GradientExplanation(GradientCut.Undetermined, words.Equation(owner), tape.CallSiteOf(owner), 0, elements, text);
        }

        private static ReverseWalkRecord WalkOf(Gradients<T> gradients)
        {
            foreach (ref readonly ReverseWalkRecord walk in gradients.Tape.Walks)
            {
                if (!walk.IsUpdate && walk.CotangentStart == gradients.Start && walk.CotangentCount == gradients.Count) return walk;
            }

            throw Errors.Stale("Gradients");
        }
    }
}
