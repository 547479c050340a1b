using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Runs nodes one by one, without a plan: those that are evaluated as they are recorded, and small programs that were not repeated often.</summary>
/// <remarks>What looks nodes up is left to tiering: a short program waits longer for optimized code than it would gain by it.</remarks>
internal sealed class Executor<T>(Program<T> program, Values<T> values, Arena<T> arena, Freshness<T> freshness, ParallelLoop parallel, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FewOperands = 8;
    private readonly bool _isCancellable = cancellation.CanBeCanceled;
    private OperandView[] _views = [];
    private int[] _marks = new int[64];
    private int _mark;

    /// <summary>Whether plans may place what a view shows elsewhere than it lay when the view was laid out.</summary>
    public bool MayMove { get; set; }

    /// <summary>Evaluates pending nodes together with everything pending that they need, and nothing else. All of it is held.</summary>
    public void Evaluate(ReadOnlySpan<int> targets)
    {
        int first = Mark(targets, out int latest);
        for (int i = first; i <= latest; i++)
        {
            if (_marks[i] != _mark || !values.IsPending(i)) continue;
            if (MayMove && program[i].Operation.Kind == OperationKind.View) values.Unplace(i);
            TryRun(i);
        }
    }

    /// <summary>How many nodes that is, and how many elements they have.</summary>
    public (int Nodes, long Elements) Weigh(ReadOnlySpan<int> targets)
    {
        int first = Mark(targets, out int latest), nodes = 0;
        long elements = 0;
        for (int i = first; i <= latest; i++)
        {
            if (_marks[i] != _mark) continue;
            nodes++;
            elements += program[i].Shape.ElementCount;
        }

        return (nodes, elements);
    }

    /// <summary>Marks what pending nodes need.</summary>
    /// <returns>The first of the marked nodes.</returns>
    private int Mark(ReadOnlySpan<int> targets, out int latest)
    {
        if (_marks.Length < program.Known) Array.Resize(ref _marks, Math.Max(2 * _marks.Length, program.Known));
        if (_mark == int.MaxValue)
        {
            Array.Clear(_marks);
            _mark = 0;
        }

        int mark = ++_mark, unvisited = 0;
        latest = -1;
        foreach (int target in targets)
        {
            if (_marks[target] == mark || !values.IsPending(target)) continue;
            _marks[target] = mark;
            unvisited++;
            latest = Math.Max(latest, target);
        }

        int first = latest;
        for (int i = latest; unvisited > 0; i--)
        {
            if (_marks[i] != mark) continue;
            unvisited--;
            first = i;
            foreach (int operand in program.OperandsOf(program[i]))
            {
                if (!values.IsPending(operand) || _marks[operand] == mark) continue;
                _marks[operand] = mark;
                unvisited++;
            }
        }

        return Math.Max(first, 0);
    }

    /// <summary>Computes one node, unless an operand is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRun(int index)
    {
        Node<T> node = program[index];
        ReadOnlySpan<int> operands = program.OperandsOf(node);
        Operation<T> operation = node.Operation;
        if (_isCancellable && operation is not Assignment<T>) cancellation.ThrowIfCancellationRequested();
        foreach (int operand in operands)
        {
            if (values.IsPending(operand)) return false;
            ref NodeValue source = ref values[operand];
            if (source.Parameter >= 0) freshness.ThrowIfStale(source.Parameter);
            if (source.View >= 0 && !operation.AcceptsStrides) MakeContiguous(operand);
        }

        ref NodeValue value = ref values[index];
        if (operation.Kind == OperationKind.View)
        {
            RunView(index, operands[0]);
        }
        else
        {
            int count = node.Shape.ElementCount;
            if (value.Address == 0) Place(ref value, operation, operands, count);
            if (operation.Formula is not { } formula || !TryRunFlat(formula, operands, value.Address, count)) Run(operation, operands, value.Address, count);
        }

        value.Evaluated = program.Generation;
        return true;
    }

    /// <summary>Gives a node memory of its own, unless it has some.</summary>
    public void Place(int node)
    {
        ref NodeValue value = ref values[node];
        if (value.Own == 0) value.Own = arena.Allocate(program[node].Shape.ElementCount);
        value.Address = value.Own;
        value.View = -1;
    }

    private void Place(ref NodeValue value, Operation<T> operation, ReadOnlySpan<int> operands, int count)
    {
        if (operation is Assignment<T>)
        {
            ref NodeValue parameter = ref values[operands[0]];
            (value.Address, value.Parameter) = (parameter.Address, parameter.Parameter);
            return;
        }

        if (value.Own == 0) value.Own = arena.Allocate(count);
        value.Address = value.Own;
    }

    /// <summary>Copies what a view shows that is not contiguous, unless there is a copy already.</summary>
    /// <returns>The address of the copy.</returns>
    public nint MakeContiguous(int node)
    {
        ref StridedView view = ref values.ViewOf(in values[node]);
        if (view.Copied == program.Generation) return view.Copy;
        int count = program[node].Shape.ElementCount;
        if (view.Copy == 0) view.Copy = arena.Allocate(count);
        values.Resolve(node, out OperandView shown);
        Copying.Copy(new Strided<T>(in PinnedMemory.Reference<T>(shown.Address), in shown.Shape, in shown.Strides), PinnedMemory.Span<T>(view.Copy, count));
        view.Copied = program.Generation;
        return view.Copy;
    }

    /// <summary>Computes an element-wise result, where no operand has strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRunFlat(ElementKernel<T> formula, ReadOnlySpan<int> operands, nint destination, int count)
    {
        nint b = 0, c = 0;
        int stepB = 0, stepC = 0;
        if (!IsFlat(operands[0], count, out nint a, out int stepA)
            || (operands.Length > 1 && !IsFlat(operands[1], count, out b, out stepB))
            || (operands.Length > 2 && !IsFlat(operands[2], count, out c, out stepC))) return false;
        Elementwise.MapFlat(
            formula, in PinnedMemory.Reference<T>(a), stepA, in PinnedMemory.Reference<T>(b), stepB, in PinnedMemory.Reference<T>(c), stepC,
            PinnedMemory.Span<T>(destination, count), parallel);
        return true;
    }

    /// <summary>
    /// Whether an operand broadcasts to <paramref name="count"/> elements without any strides: it has as many itself and is contiguous
    /// (step 1), or it is one element, or one shown everywhere (step 0).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsFlat(int operand, int count, out nint address, out int step)
    {
        ref NodeValue value = ref values[operand];
        int own = program[operand].Shape.ElementCount;
        address = value.Address;
        step = own == 1 || value.View >= 0 ? 0 : 1;
        return own == 1 || (own == count && (value.View < 0 || values.ViewOf(in value).Strides == default));
    }

    /// <summary>Computes any result.</summary>
    [SkipLocalsInit]
    private void Run(Operation<T> operation, ReadOnlySpan<int> operands, nint destination, int count)
    {
        Span<OperandView> views = operands.Length <= FewOperands ? stackalloc OperandView[FewOperands] : ManyViews(operands.Length);
        for (int k = 0; k < operands.Length; k++) values.Resolve(operands[k], out views[k]);
        var resolved = new Operands<T>(views[..operands.Length], parallel);
        if (operation.Formula is { } formula) ElementwiseNode.Evaluate(formula, in resolved, PinnedMemory.Span<T>(destination, count));
        else operation.Evaluate(in resolved, PinnedMemory.Span<T>(destination, count));
    }

    private Span<OperandView> ManyViews(int count)
    {
        if (_views.Length < count) _views = new OperandView[2 * count];
        return _views;
    }

    private void RunView(int node, int source)
    {
        if (values[node].Address == 0) LayOut(node, source);
        else if (values[node].ShowsCopy) MakeContiguous(source);
    }

    /// <summary>Finds how a view sees its operand's memory, which stays so while recordings repeat.</summary>
    private void LayOut(int index, int source)
    {
        Node<T> node = program[index];
        ref NodeValue value = ref values[index], shownValue = ref values[source];
        value.Parameter = shownValue.Parameter;
        if (shownValue.View < 0 && node.Operation.KeepsOrder)
        {
            value.Address = shownValue.Address;
            return;
        }

        nint origin = shownValue.Address;
        Layout shown = values.LayoutOf(source);
        bool shows = node.Operation.TryView(in shown, out Layout layout, out int offset);
        if (!shows && shownValue.View >= 0)
        {
            origin = MakeContiguous(source);
            value.ShowsCopy = true;
            shown = Layout.Contiguous(program[source].Shape);
            shows = node.Operation.TryView(in shown, out layout, out offset);
        }

        if (!shows || layout.Shape != node.Shape) throw Errors.ViewShape(node.Operation.Name, node.Shape, program[source].Shape);
        if (!layout.LiesWithin(in shown, offset)) throw Errors.ViewOutside(node.Operation.Name, offset, node.Shape, program[source].Shape);
        value.Address = origin + ((nint)offset * Unsafe.SizeOf<T>());
        if (!layout.IsContiguous) values.SetStrides(ref value, layout.Strides);
    }
}
