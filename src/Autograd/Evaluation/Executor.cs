using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Runs nodes: finds what a wanted node needs, and computes it in the order of recording.</summary>
internal sealed class Executor<T>(Program<T> program, Arena<T> arena, IStaleness staleness)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private int _plan;

    /// <summary>Evaluates a node together with everything pending that it needs, and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(int target)
    {
        ref Node<T> wanted = ref program[target];
        if (!program.IsPending(in wanted) || TryRun(ref wanted)) return;
        int plan = NextPlan();
        wanted.Wanted = plan;
        int unvisited = 1, first = target;
        for (int i = target; unvisited > 0; i--)
        {
            ref Node<T> node = ref program[i];
            if (node.Wanted != plan) continue;
            unvisited--;
            first = i;
            foreach (int operand in program.OperandsOf(in node))
            {
                ref Node<T> source = ref program[operand];
                if (!program.IsPending(in source) || source.Wanted == plan) continue;
                source.Wanted = plan;
                unvisited++;
            }
        }

        for (int i = first; i <= target; i++)
        {
            ref Node<T> node = ref program[i];
            if (node.Wanted == plan && program.IsPending(in node)) TryRun(ref node);
        }
    }

    /// <summary>Computes one node, unless an operand is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRun(ref Node<T> node)
    {
        ReadOnlySpan<int> operands = program.OperandsOf(in node);
        Operation<T> operation = node.Operation;
        foreach (int operand in operands)
        {
            ref Node<T> source = ref program[operand];
            if (program.IsPending(in source)) return false;
            if (source.Parameter >= 0) staleness.ThrowIfStale(source.Parameter);
            if (source.Strides >= 0 && !operation.AcceptsStrides) MakeContiguous(in source);
        }

        if (operation.Kind == OperationKind.View)
        {
            RunView(ref node, ref program[operands[0]]);
            return true;
        }

        int count = node.Shape.ElementCount;
        if (node.Address == 0) node.Address = arena.Allocate(count);
        Span<T> destination = PinnedMemory.Span<T>(node.Address, count);
        if (operation.Formula is { } formula) ElementwiseNode.Evaluate(formula, new Operands<T>(program, operands), destination);
        else operation.Evaluate(new Operands<T>(program, operands), destination);
        node.Evaluated = program.Generation;
        return true;
    }

    /// <summary>Copies what a view shows that is not contiguous, unless there is a copy already.</summary>
    /// <returns>The address of the copy.</returns>
    public nint MakeContiguous(in Node<T> node)
    {
        ref StridedView view = ref program.ViewOf(in node);
        if (view.Copied == program.Generation) return view.Copy;
        int count = node.Shape.ElementCount;
        if (view.Copy == 0) view.Copy = arena.Allocate(count);
        Copying.Copy(program.ValueOf(in node), PinnedMemory.Span<T>(view.Copy, count));
        view.Copied = program.Generation;
        return view.Copy;
    }

    private void RunView(ref Node<T> node, ref Node<T> source)
    {
        if (node.Address == 0) LayOut(ref node, ref source);
        else if (node.ShowsCopy) MakeContiguous(in source);
        node.Evaluated = program.Generation;
    }

    /// <summary>Finds how a view sees its operand's memory, which stays so while recordings repeat.</summary>
    private void LayOut(ref Node<T> node, ref Node<T> source)
    {
        node.Parameter = source.Parameter;
        if (source.Strides < 0 && node.Operation.KeepsOrder)
        {
            node.Address = source.Address;
            return;
        }

        nint origin = source.Address;
        Layout shown = program.LayoutOf(in source);
        bool shows = node.Operation.TryView(in shown, out Layout layout, out int offset);
        if (!shows && source.Strides >= 0)
        {
            origin = MakeContiguous(in source);
            node.ShowsCopy = true;
            shown = Layout.Contiguous(source.Shape);
            shows = node.Operation.TryView(in shown, out layout, out offset);
        }

        if (!shows || layout.Shape != node.Shape) throw Errors.ViewShape(node.Operation.Name, node.Shape, source.Shape);
        if (!layout.LiesWithin(in shown, offset)) throw Errors.ViewOutside(node.Operation.Name, offset, node.Shape, source.Shape);
        node.Address = origin + ((nint)offset * Unsafe.SizeOf<T>());
        if (!layout.IsContiguous) program.SetStrides(ref node, layout.Strides);
    }

    private int NextPlan()
    {
        if (_plan == int.MaxValue)
        {
            for (int i = 0; i < program.Known; i++) program[i].Wanted = 0;
            _plan = 0;
        }

        return ++_plan;
    }
}

/// <summary>Tells whether a parameter was updated since it was recorded.</summary>
internal interface IStaleness
{
    /// <exception cref="InvalidOperationException">The parameter was updated.</exception>
    void ThrowIfStale(int parameter);
}
