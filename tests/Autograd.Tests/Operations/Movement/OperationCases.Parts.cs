namespace Autograd.Tests.Operations;

/// <content>Parts, copies, triangles, diagonals and windows.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Parts() =>
    [
        Row("Split", [Real(5)], x => x[0].Split(0, 2, 0, 3)[2], Traits.Linear),
        Row("Split", [Real(2, 4)], x => x[0].Split(-1, 1, 3)[0] * x[0].Split(-1, 1, 3)[1]),
        Row("Split", [Real(0, 2)], x => x[0].Split(0, 0)[0], Traits.Linear),
        Row("Chunk", [Real(5)], x => x[0].Chunk(0, 2)[1], Traits.Linear),
        Row("Chunk", [Real(2, 4)], x => x[0].Chunk(-1, 2)[0] * x[0].Chunk(-1, 2)[1]),
        Row("Chunk", [Real(2, 1)], x => x[0].Chunk(1, 3)[2], Traits.Linear),
        Row("MeshGrid", [Real(2), Real(3)], x => x[0].Tape.MeshGrid(x[0], x[1])[1], Traits.Linear),
        Row("MeshGrid", [Real(2), Real(3), Real(1)], x => x[0].Tape.MeshGrid(x[0], x[1], x[2])[0], Traits.Linear),
        Row("MeshGrid", [Real(3)], x => x[0].Tape.MeshGrid(x[0])[0], Traits.Linear),
        Row("MeshGrid", [Real(2)], x => x[0].Tape.MeshGrid(x[0], x[0])[0] * x[0].Tape.MeshGrid(x[0], x[0])[1]),
        Row("Roll", [Real(5)], x => x[0].Roll(0, 2), Traits.Linear),
        Row("Roll", [Real(2, 3)], x => x[0].Roll(-1, -1), Traits.Linear),
        Row("Roll", [Real(2, 3, 2)], x => x[0].Roll(1, 7), Traits.Linear),
        Row("Roll", [Real(2, 3)], x => x[0].Transpose().Roll(0, 3), Traits.Linear),
        Row("Roll", [Real(0, 2)], x => x[0].Roll(0, 1), Traits.Linear),
    ];

    private static OperationCase<T>[] Copies() =>
    [
        Row("Tile", [Real(3)], x => x[0].Tile(2), Traits.Linear),
        Row("Tile", [Real(2, 3)], x => x[0].Tile(2, 3), Traits.Linear),
        Row("Tile", [Real(2)], x => x[0].Tile(3, 1, 2), Traits.Linear),
        Row("Tile", [Real(2, 3)], x => x[0].Tile(2), Traits.Linear),
        Row("Tile", [Real(2, 3)], x => x[0].Tile(), Traits.Linear),
        Row("Tile", [Real()], x => x[0].Tile(4), Traits.Linear),
        Row("Tile", [Real(2)], x => x[0].Tile(0), Traits.Linear),
        Row("Tile", [Real(0, 2)], x => x[0].Tile(2, 2), Traits.Linear),
        Row("Tile", [Real(1, 1, 2, 1, 1, 1, 2, 1)], x => x[0].Tile(1, 2, 1, 1, 2, 1, 1, 2), Traits.Linear),
        Row("Repeat", [Real(3)], x => x[0].Repeat(0, 2), Traits.Linear),
        Row("Repeat", [Real(2, 3)], x => x[0].Repeat(0, 3), Traits.Linear),
        Row("Repeat", [Real(2, 3)], x => x[0].Transpose().Repeat(-1, 2), Traits.Linear),
        Row("Repeat", [Real(2, 3)], x => x[0].Repeat(1, 0), Traits.Linear),
        Row("Repeat", [Real(0, 3)], x => x[0].Repeat(1, 2), Traits.Linear),
    ];

    private static OperationCase<T>[] Triangles() =>
    [
        Row("Tril", [Real(3, 3)], x => x[0].Tril(), Traits.Linear | Traits.Elementwise),
        Row("Tril", [Real(2, 3, 4)], x => x[0].Tril(1), Traits.Linear | Traits.Elementwise),
        Row("Tril", [Real(4, 2)], x => x[0].Transpose().Tril(-1), Traits.Linear),
        Row("Tril", [Real(2, 3)], x => x[0].Tril(-9), Traits.Linear),
        Row("Tril", [Real(3, 3)], x => x[0].Square().Tril(), order: 3),
        Row("Tril", [Real(3, 0)], x => x[0].Tril(), Traits.Linear | Traits.Elementwise),
        Row("Triu", [Real(3, 3)], x => x[0].Triu(), Traits.Linear | Traits.Elementwise),
        Row("Triu", [Real(2, 3, 4)], x => x[0].Triu(1), Traits.Linear | Traits.Elementwise),
        Row("Triu", [Real(4, 2)], x => x[0].Triu(-1), Traits.Linear | Traits.Elementwise),
        Row("Triu", [Real(0, 3)], x => x[0].Triu(), Traits.Linear | Traits.Elementwise),
        Row("Diagonal", [Real(3, 3)], x => x[0].Diagonal(), Traits.Linear),
        Row("Diagonal", [Real(2, 3, 4)], x => x[0].Diagonal(1), Traits.Linear),
        Row("Diagonal", [Real(2, 3, 4)], x => x[0].Diagonal(-1, 0, 2), Traits.Linear),
        Row("Diagonal", [Real(4, 2)], x => x[0].Transpose().Diagonal(-1), Traits.Linear),
        Row("Diagonal", [Real(3, 3)], x => x[0].Square().Diagonal(), order: 3),
        Row("Diagonal", [Real(2, 3)], x => x[0].Diagonal(5), Traits.Linear),
        Row("Diagonal", [Real(3, 0)], x => x[0].Diagonal(), Traits.Linear),
        Row("DiagonalMatrix", [Real(3)], x => x[0].DiagonalMatrix(), Traits.Linear),
        Row("DiagonalMatrix", [Real(2, 2)], x => x[0].DiagonalMatrix(1), Traits.Linear),
        Row("DiagonalMatrix", [Real(2, 2)], x => x[0].Transpose().DiagonalMatrix(-1), Traits.Linear),
        Row("DiagonalMatrix", [Real(0)], x => x[0].DiagonalMatrix(1), Traits.Linear),
    ];

    private static OperationCase<T>[] Windows() =>
    [
        Row("Unfold", [Real(5)], x => x[0].Unfold(0, 3), Traits.Linear),
        Row("Unfold", [Real(2, 7)], x => x[0].Unfold(-1, 3, 2), Traits.Linear),
        Row("Unfold", [Real(5, 2)], x => x[0].Unfold(0, 2, 3), Traits.Linear),
        Row("Unfold", [Real(4, 4)], x => x[0].Unfold(0, 2).Unfold(1, 3), Traits.Linear),
        Row("Unfold", [Real(5)], x => x[0].Square().Unfold(0, 5, 4), order: 3),
        Row("Fold", [Real(3, 3)], x => x[0].Fold(0, 5), Traits.Linear),
        Row("Fold", [Real(2, 3, 3)], x => x[0].Fold(1, 8, 2), Traits.Linear),
        Row("Fold", [Real(2, 3, 2)], x => x[0].Fold(0, 5, 3), Traits.Linear),
        Row("Fold", [Real(0, 2)], x => x[0].Fold(0, 3), Traits.Linear),
    ];
}
