namespace Autograd.Tests.Operations;

/// <content>Products.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Products() =>
    [
        Row("MatMul", [Real(2, 3), Real(3, 4)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(1, 1), Real(1, 1)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(5, 7), Real(7, 1)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 2, 3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 2, 3), Real(3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 1, 2, 3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(1, 2, 2), Real(3, 2, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 0), Real(0, 3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(0, 2), Real(2, 3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(0, 2, 2), Real(2, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3, 3)], x => x[0].MatMul(x[0]), order: 3),
        Row("MatMul", [Real(2, 3)], x => x[0].MatMul(x[0].Transpose())),
        Row("MatMul", [Real(3, 2), Real(4, 3)], x => x[0].Transpose().MatMul(x[1].Transpose())),
        Row("MatMul", [Real(4, 3), Real(2, 3), Real(5, 3)], x => Twice(x[0].Transpose(), w => x[1].MatMul(w).Sum([0]), w => x[2].MatMul(w).Sum([0]))),
        Row("MatMul", [Real(3, 4), Real(3, 2), Real(3, 5)], x => Twice(x[0].Transpose(), w => w.MatMul(x[1]).Sum([1]), w => w.MatMul(x[2]).Sum([1]))),
        Row("Outer", [Real(3), Real(2)], x => x[0].Outer(x[1])),
        Row("Outer", [Real(3)], x => x[0].Outer(x[0])),
        Row("Outer", [Real(0), Real(2)], x => x[0].Outer(x[1])),
        Row("Dot", [Real(3), Real(3)], x => x[0].Dot(x[1]), Traits.SumsProducts),
        Row("Dot", [Real(2, 3), Real(3)], x => x[0].Dot(x[1]), Traits.SumsProducts),
        Row("Dot", [Real(2, 1, 3), Real(4, 3)], x => x[0].Dot(x[1]), Traits.SumsProducts),
        Row("Dot", [Real(2, 3)], x => x[0].Dot(x[0]), Traits.SumsProducts),
        Row("Dot", [Real(2, 0), Real(2, 0)], x => x[0].Dot(x[1]), Traits.SumsProducts),
        Row("TensorDot", [Real(2, 3), Real(3, 4)], x => x[0].TensorDot(x[1], 1), Traits.SumsProducts),
        Row("TensorDot", [Real(2, 3, 2), Real(3, 2, 2)], x => x[0].TensorDot(x[1], 2), Traits.SumsProducts),
        Row("TensorDot", [Real(2, 2), Real(3)], x => x[0].TensorDot(x[1], 0)),
        Row("TensorDot", [Real(2, 3), Real(2, 3)], x => x[0].TensorDot(x[1], 2), Traits.SumsProducts),
        Row("TensorDot", [Real(2, 3, 4), Real(4, 2, 3)], x => x[0].TensorDot(x[1], [0, -1], [1, 0]), Traits.SumsProducts),
        Row("TensorDot", [Real(2, 0), Real(0, 3)], x => x[0].TensorDot(x[1], 1), Traits.SumsProducts),
        Row("Kronecker", [Real(2, 3), Real(3, 2)], x => x[0].Kronecker(x[1])),
        Row("Kronecker", [Real(2), Real(3)], x => x[0].Kronecker(x[1])),
        Row("Kronecker", [Real(2, 1, 2, 2), Real(3, 1, 2)], x => x[0].Kronecker(x[1])),
        Row("Kronecker", [Real(2, 2)], x => x[0].Kronecker(x[0])),
        Row("Kronecker", [Real(0, 2), Real(2, 2)], x => x[0].Kronecker(x[1])),
        .. Sums(),
    ];

    private static OperationCase<T>[] Sums() =>
    [
        Sum("ij,jk->ik", [2, 3], [3, 4]),
        Sum("ij,jk", [2, 3], [3, 4]),
        Sum("ba,ca", [2, 3], [4, 3]),
        Sum("bij,bjk->bik", [2, 2, 3], [2, 3, 2]),
        Sum("bij,bjk->kbi", [2, 2, 3], [2, 3, 2]),
        Sum("bqhd,bkhd->bhqk", [2, 2, 2, 3], [2, 3, 2, 3]),
        Sum("abcd,cdef->abef", [2, 1, 2, 2], [2, 2, 1, 3]),
        Sum("i,j->ij", [3], [2]),
        Sum("i,j->ji", [3], [2]),
        Sum("i,i->i", [3], [3]),
        Sum("i,i", [3], [3]),
        Sum("ij,i->ij", [2, 3], [2]),
        Sum("j,ij->ij", [3], [2, 3]),
        SumOfOne("ij->", [2, 3]),
        SumOfOne("ij->ji", [2, 3]),
        SumOfOne("ij->i", [2, 3]),
        SumOfOne("ii", [3, 3]),
        SumOfOne("ii->i", [3, 3]),
        SumOfOne("iji->j", [2, 3, 2]),
        SumOfOne("iii->i", [3, 3, 3]),
        Sum("ii,ij->j", [3, 3], [3, 2]),
        Sum("...ij,...jk->...ik", [2, 2, 3], [3, 2]),
        Sum("...i,ij,...j->...", [2, 3], [3, 3], [2, 3]),
        Sum("i...j,...j->...i", [2, 3, 2], [3, 2]),
        Sum("...i,...i->...", [2, 1, 3], [1, 2, 3]),
        Sum("...,...", [2, 1], [3]),
        SumOfOne("...->...", [2, 3]),
        Sum("ij,jk,kl->il", [2, 3], [3, 2], [2, 4]),
        Sum("ij,jk,kl,lm,mi->", [2, 3], [3, 2], [2, 3], [3, 2], [2, 2]),
        Sum("a,b,c,d,e,f,g->adg", [2], [1], [2], [2], [1], [2], [2]),
        Sum("ai,bi,ci->abc", [2, 3], [2, 3], [2, 3]),
        Sum("ij,kl->k", [2, 3], [2, 2]),
        Sum(" B i j , B j -> B i ", [2, 2, 3], [2, 3]),
        Sum(",i->i", [], [3]),
        Sum("ij,jk->ik", [2, 0], [0, 3]),
        Sum("ij,jk->ik", [0, 2], [2, 3]),
        Row("Einsum", [Real(3, 3)], x => x[0].Tape.Einsum("ij,jk->ik", x[0], x[0]), Traits.SumsProducts, order: 3),
    ];

    private static OperationCase<T> SumOfOne(string notation, Shape shape) => Sum(notation, shapes: [shape]);

    /// <summary>A sum of products, for which the kernel of the matrix product is left to do what it can.</summary>
    private static OperationCase<T> Sum(string notation, params ReadOnlySpan<Shape> shapes)
    {
        Operand[] operands = new Operand[shapes.Length];
        for (int k = 0; k < operands.Length; k++) operands[k] = new(shapes[k], -2, 2);
        Traits traits = shapes.Length == 1 ? Traits.SumsProducts | Traits.Linear : Traits.SumsProducts;
        return new("Einsum", $"Einsum(\"{notation}\")", operands, x => x[0].Tape.Einsum(notation, x), traits, 2);
    }

    /// <summary>The sum of two functions of one node, which gets a cotangent from both.</summary>
    private static Variable<T> Twice(Variable<T> node, Func<Variable<T>, Variable<T>> first, Func<Variable<T>, Variable<T>> second) =>
        first(node) + second(node);
}
