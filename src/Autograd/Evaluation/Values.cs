using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Where the value of a node lies, and whether it is held.</summary>
internal struct NodeValue
{
    /// <summary>The address of the element with index (0, …, 0); 0 until the node has memory. It keeps it while recordings repeat.</summary>
    public nint Address;

    /// <summary>The memory that the node has for itself, wherever plans place its value in the meantime; 0 before it was evaluated by itself.</summary>
    public nint Own;

    /// <summary>Which entry of the views' list describes a view; −1 where it is contiguous.</summary>
    public int View;

    /// <summary>The entry of that list that the node has for itself; −1 before it was a view with strides.</summary>
    public int OwnView;

    /// <summary>Which parameter's memory the value shares; −1 for none.</summary>
    public int Parameter;

    /// <summary>The generation in which it was evaluated last; <see cref="Always"/> for leaves.</summary>
    public uint Evaluated;

    /// <summary>Whether a view shows the contiguous copy of its operand, since no strides show the operand itself.</summary>
    public bool ShowsCopy;

    /// <summary>Whether it was read, or held by a plan to be read, in this recording or one that it repeats.</summary>
    public bool IsAskedFor;

    /// <summary>Whether it is among the few values that a budget of memory has held, so that others can be computed from it again.</summary>
    public bool IsKept;

    /// <summary>Later than every generation.</summary>
    public const uint Always = uint.MaxValue;
}

/// <summary>How a view lies that is not contiguous, and its contiguous copy for whoever needs that.</summary>
internal struct StridedView
{
    public Strides Strides;

    /// <summary>The address of the copy; 0 until there is memory for one.</summary>
    public nint Copy;

    /// <summary>The generation in which the copy was made last.</summary>
    public uint Copied;
}

/// <summary>Where the values of a program's nodes lie. What is not held is pending: it has not been evaluated, or was taken away.</summary>
internal sealed class Values<T>(Program<T> program)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private NodeValue[] _values = new NodeValue[64];
    private StridedView[] _views = new StridedView[16];
    private int _viewCount;

    public ref NodeValue this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _values[node];
    }

    /// <summary>A new node is pending and has no memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(int node)
    {
        if (node >= _values.Length) PlainArray.Grow(ref _values, node + 1);
        _values[node] = new NodeValue { View = -1, OwnView = -1, Parameter = -1 };
    }

    /// <summary>Whether a node has no value in this recording.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPending(int node) => _values[node].Evaluated < program.Generation;

    /// <summary>Gives a value a layout that is not contiguous.</summary>
    public void SetStrides(ref NodeValue value, in Strides strides)
    {
        if (value.OwnView < 0)
        {
            if (_viewCount == _views.Length) Array.Resize(ref _views, 2 * _viewCount);
            _views[value.OwnView = _viewCount++] = default;
        }

        value.View = value.OwnView;
        _views[value.View].Strides = strides;
        _views[value.View].Copied = 0;
    }

    /// <summary>The address of the contiguous copy that a node has for itself, as a view or for the time when it is one again; 0 for none.</summary>
    public nint CopyOf(in NodeValue value) => value.OwnView < 0 ? 0 : _views[value.OwnView].Copy;

    /// <summary>The layout of a value that is not contiguous, and its contiguous copy.</summary>
    public ref StridedView ViewOf(in NodeValue value) => ref _views[value.View];

    /// <summary>How a node's value lies in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Layout LayoutOf(int node)
    {
        ref readonly Shape shape = ref program[node].Shape;
        return new(shape, _values[node].View < 0 ? shape.ContiguousStrides : _views[_values[node].View].Strides);
    }

    /// <summary>A node's evaluated value as an operand; its contiguous copy where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Resolve(int node, out OperandView operand)
    {
        ref NodeValue value = ref _values[node];
        operand.Shape = program[node].Shape;
        operand.IsIndices = program[node].Operation.GivesIndices;
        operand.Address = value.Address;
        operand.IsContiguous = true;
        if (value.View >= 0)
        {
            ref StridedView view = ref _views[value.View];
            if (view.Copied != program.Generation)
            {
                operand.Strides = view.Strides;
                operand.IsContiguous = false;
                return;
            }

            operand.Address = view.Copy;
        }

        operand.Strides = operand.Shape.ContiguousStrides;
    }

    /// <summary>A node has no memory any more.</summary>
    public void Unplace(int node)
    {
        ref NodeValue value = ref _values[node];
        value.Address = 0;
        value.View = -1;
        value.Parameter = -1;
        value.ShowsCopy = false;
    }

    /// <summary>Takes away the values of the nodes from one to another; leaves keep theirs.</summary>
    public void Take(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            ref NodeValue value = ref _values[i];
            if (value.Evaluated < NodeValue.Always) value.Evaluated = 0;
            if (value.View >= 0) _views[value.View].Copied = 0;
        }
    }

    /// <summary>Takes away the views among the nodes before one: what they show may have been taken away.</summary>
    public void TakeViews(int end)
    {
        for (int i = 0; i < end; i++)
        {
            if (program[i].Operation.Kind == OperationKind.View) Take(i, i + 1);
        }
    }

    /// <summary>Forgets how known views lie that are not recorded yet, since what they show may lie elsewhere now.</summary>
    public void ForgetViews(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            if (program[i].Operation.Kind == OperationKind.View) Unplace(i);
        }
    }

    /// <summary>Forgets the views of the nodes from <paramref name="count"/> on.</summary>
    public void Forget(int count)
    {
        _viewCount = 0;
        for (int i = 0; i < count; i++) _viewCount = Math.Max(_viewCount, _values[i].OwnView + 1);
    }
}
