using System.Numerics;

namespace Autograd;

/// <summary>Says for a node in which elements of a cotangent became 0 why they did.</summary>
internal sealed class ZeroReasons<T>(Tape<T> tape, NodeWords<T> words)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RuleOwners<T> _owners = new(tape);

    /// <summary>The reason, the operation in whose derivative it is, and in words.</summary>
    public (GradientCut Cut, int Place, string Text) Of(LostElements lost)
    {
        int owner = _owners.Of(lost.Node), place = owner < 0 ? lost.Node : owner;
        string at = words.Place(place), count = $"{lost.Lost} of {lost.Elements}";
        GradientCut cut = KindOf(lost, place);
        string text = cut switch
        {
            GradientCut.ZeroFactor when tape.Program[Shown(lost.Partner)] is { OperandCount: 0, IsDifferentiable: false } => $"the constant factor {Factor(lost.Partner)} in {at} is 0 for {count} elements",
            GradientCut.ZeroFactor => $"the factor {Factor(lost.Partner)} in {at} is 0 for {count} elements",
            GradientCut.Mask => $"the mask of {at} cuts off {count} elements{Dead(place, lost)}",
            GradientCut.Saturation => $"{at} is saturated: its slope is 0 for {count} elements{Example(lost, place)}",
            GradientCut.Stationary => $"{at} is stationary: its slope is 0 for {count} elements{Example(lost, place)}",
            GradientCut.Underflow => $"what comes back through {at} is too small for {typeof(T).Name}, and becomes 0 for {count} elements",
            _ => $"what comes together in {words.Equation(lost.Node)} adds up to 0 for {count} elements",
        };
        return (cut, cut == GradientCut.Cancellation ? lost.Node : place, text);
    }

    private GradientCut KindOf(LostElements lost, int place)
    {
        Node<T> own = tape.Program[place];
        bool isProduct = own.Operation.Notation.Form is NotationForm.Product or NotationForm.MatrixProduct;
        bool isFactor = isProduct && lost.Partner >= 0 && lost.IsPartnerZero && tape.Program.OperandsOf(own).Contains(Shown(lost.Partner));
        if (isFactor) return GradientCut.ZeroFactor;
        if (lost.IsMasked) return GradientCut.Mask;
        bool isScaled = tape.Program[lost.Node].Operation.Attributes is ScaleByOperation<T>;
        if (isScaled && !lost.IsPartnerZero) return GradientCut.Underflow;
        if (isScaled) return IsFlat(lost, place) ? GradientCut.Saturation : GradientCut.Stationary;
        if (lost.Paths > 1 || tape.Program[lost.Node].Operation.Notation.Form is NotationForm.Reduction or NotationForm.MatrixProduct or NotationForm.Sum) return GradientCut.Cancellation;
        return tape.Program[lost.Node].Operation.Attributes is SoftmaxJacobianProductOperation<T> ? GradientCut.Saturation : GradientCut.Mask;
    }

    /// <summary>Whether the function has the same value all around the operand, rather than an extremum there.</summary>
    private bool IsFlat(LostElements lost, int place)
    {
        if (tape.Program[place].Operation.Formula is not { Operands: 1 } formula || !TryFindOperand(lost, place, out T x)) return false;
        T step = T.CreateTruncating(1e-3) * T.Max(T.One, T.Abs(x));
        T[] around = [x - step, x, x + step], values = new T[3];
        Elementwise.MapFlat(formula, in around[0], 1, in around[0], 0, in around[0], 0, values, tape.Parallel);
        return values[0] == values[1] && values[1] == values[2];
    }

    private string Example(LostElements lost, int place)
    {
        if (tape.Program[place].Operation.Formula is not { Operands: 1 } || !TryFindOperand(lost, place, out T x)) return "";
        int operand = tape.Program.OperandsOf(tape.Program[place])[0];
        int[] index = NodeWords<T>.IndexOf(lost.Place, tape.Program[operand].Shape);
        return index.Length == 0 ? $", where {words.Equation(operand)} is {NodeWords<T>.Value(x)}" : $", as at {NodeWords<T>.Index(index)}, where {words.Equation(operand)} is {NodeWords<T>.Value(x)}";
    }

    /// <summary>The operand of a function of one, in the place of the first element that was lost.</summary>
    private bool TryFindOperand(LostElements lost, int place, out T x)
    {
        int operand = tape.Program.OperandsOf(tape.Program[place])[0];
        bool isFound = false;
        T found = default;
        var rerun = new Rerun<T>(tape);
        rerun.Run([operand], node =>
        {
            if (node != operand || !rerun.TryRead(node, out ReadOnlySpan<T> values) || lost.Place >= values.Length) return;
            (isFound, found) = (true, values[lost.Place]);
        });
        x = found;
        return isFound;
    }

    private string Dead(int place, LostElements lost) =>
        tape.Program[place].Operation.Name == "Relu" && lost.Lost == lost.Elements ? ", so that Relu is dead: LeakyRelu, Elu or Gelu pass something on" : "";

    private string Factor(int partner) => words.Name(Shown(partner));

    /// <summary>What a view shows.</summary>
    private int Shown(int node)
    {
        while (tape.Program[node].Operation.Kind == OperationKind.View && tape.Program[node].IsAdjoint) node = tape.Program.OperandsOf(tape.Program[node])[0];
        return node;
    }
}
