namespace Autograd;

/// <summary>What a Jacobian looks like as a matrix, elements of the output as rows, elements of the input as columns.</summary>
public enum JacobianKind
{
    /// <summary>No output element depends on any input element.</summary>
    Zero,

    /// <summary>The identity: the cotangent passes unchanged.</summary>
    Identity,

    /// <summary>Diagonal: each output element depends on the input element at its place, so the product with it is element-wise.</summary>
    Diagonal,

    /// <summary>Each output element is one input element: rows with a single 1.</summary>
    Selection,

    /// <summary>I ⊗ A: the same block again and again along the diagonal.</summary>
    RepeatedBlock,

    /// <summary>A ⊗ I: each entry of A as a multiple of the identity.</summary>
    ScaledIdentities,

    /// <summary>Blocks along the diagonal, not all the same.</summary>
    BlockDiagonal,

    /// <summary>Blocks in rows and columns, each of them diagonal: an element-wise operation with broadcasting.</summary>
    DiagonalBlocks,

    /// <summary>Some entries are structurally zero, in none of these orders.</summary>
    Sparse,

    /// <summary>Every entry can differ from zero.</summary>
    Dense,
}

/// <summary>The structure of a Jacobian, found from the program, not from one value.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Formula">In symbols, with the names of nodes where a factor is the value of one: <c>I₃ ⊗ xᵀ</c>.</param>
/// <param name="Blocks">How many blocks (or multiples of the identity, or diagonals) there are; 1 where there are none.</param>
/// <param name="BlockRows">Rows of a block.</param>
/// <param name="BlockColumns">Columns of a block.</param>
public sealed record JacobianStructure(JacobianKind Kind, string Formula, int Blocks, int BlockRows, int BlockColumns);
