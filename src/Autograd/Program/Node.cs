using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>What is stored of a node: plain data of one cache line, nothing that the collector would have to look at.</summary>
internal struct NodeData
{
    /// <summary>The number of its operation in the program's table.</summary>
    public int Operation;

    /// <summary>Where its operands begin in the program's list of operands.</summary>
    public int FirstOperand;
    public int OperandCount;
    public bool IsDifferentiable;
    public bool IsSteep;
    public bool IsAdjoint;
    public bool IsRecomputed;

    /// <summary>Whether it has a name, which stands aside.</summary>
    public bool IsNamed;
    public Shape Shape;
}

/// <summary>One step of the program: an operation, its operands (earlier nodes), and the shape of its result.</summary>
internal readonly ref struct Node<T>(Program<T> program, ref readonly NodeData data, int index)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref readonly NodeData _data = ref data;

    public Operation<T> Operation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => program.Table[_data.Operation];
    }

    /// <summary>The name that it was given; null for none.</summary>
    public string? Name => _data.IsNamed ? program.NameOf(index) : null;

    public int FirstOperand => _data.FirstOperand;

    public int OperandCount => _data.OperandCount;

    /// <summary>Whether a variable or parameter reaches it through differentiable operations.</summary>
    public bool IsDifferentiable => _data.IsDifferentiable;

    /// <summary>Whether a differentiable operation that may have an infinite slope reaches it, so that zeros of its cotangent must be told apart.</summary>
    public bool IsSteep => _data.IsSteep;

    /// <summary>Whether a reverse walk recorded it.</summary>
    public bool IsAdjoint => _data.IsAdjoint;

    /// <summary>Whether its value is computed again where it is used later, rather than held.</summary>
    public bool IsRecomputed => _data.IsRecomputed;

    public ref readonly Shape Shape => ref _data.Shape;
}
