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
        if (!program[target].IsPending) return;
        if (IsReady(in program[target]))
        {
            Run(ref program[target]);
            return;
        }

        int plan = NextPlan();
        program[target].Wanted = plan;
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
                if (!source.IsPending || source.Wanted == plan) continue;
                source.Wanted = plan;
                unvisited++;
            }
        }

        for (int i = first; i <= target; i++)
        {
            ref Node<T> node = ref program[i];
            if (node.Wanted == plan && node.IsPending) Run(ref node);
        }
    }

    /// <summary>Whether a node can be run as it is: all its operands are evaluated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsReady(in Node<T> node)
    {
        foreach (int operand in program.OperandsOf(in node))
        {
            if (program[operand].IsPending) return false;
        }

        return true;
    }

    /// <summary>Computes one node whose operands are evaluated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref Node<T> node)
    {
        ReadOnlySpan<int> operands = program.OperandsOf(in node);
        Operation<T> operation = node.Operation;
        foreach (int operand in operands)
        {
            ref Node<T> source = ref program[operand];
            if (source.Parameter >= 0) staleness.ThrowIfStale(source.Parameter);
            if (source.Strides >= 0 && !operation.AcceptsStrides) MakeContiguous(ref source);
        }

        if (operation.Kind == OperationKind.View)
        {
            RunView(ref node, ref program[operands[0]]);
            return;
        }

        int count = node.Shape.ElementCount;
        nint address = arena.Allocate(count);
        operation.Evaluate(new Operands<T>(program, operands), PinnedMemory.Span<T>(address, count));
        node.Address = address;
    }

    /// <summary>Replaces a view by a contiguous copy of what it shows; its value stays the same.</summary>
    public void MakeContiguous(ref Node<T> node)
    {
        int count = node.Shape.ElementCount;
        nint address = arena.Allocate(count);
        Copying.Copy(program.ValueOf(in node), PinnedMemory.Span<T>(address, count));
        node.Address = address;
        node.Strides = -1;
    }

    private void RunView(ref Node<T> node, ref Node<T> source)
    {
        if (source.Strides < 0 && node.Operation.KeepsOrder)
        {
            node.Parameter = source.Parameter;
            node.Address = source.Address;
            return;
        }

        if (!node.Operation.TryView(program.LayoutOf(in source), out Layout layout, out int offset))
        {
            MakeContiguous(ref source);
            node.Operation.TryView(program.LayoutOf(in source), out layout, out offset);
        }

        node.Parameter = source.Parameter;
        node.Address = source.Address + ((nint)offset * Unsafe.SizeOf<T>());
        if (!layout.IsContiguous) program.SetStrides(ref node, layout.Strides);
    }

    private int NextPlan()
    {
        if (_plan == int.MaxValue)
        {
            for (int i = 0; i < program.Count; i++) program[i].Wanted = 0;
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
