using Autograd.Tests.Tape;

namespace Autograd.Tests.Operations;

/// <summary>Values against the definition: a loop over all letters.</summary>
public class EinsumTests
{
    public static TheoryData<string> Notations =>
    [
        "ij,jk->ik", "ij,jk", "ba,ca", "ij,kj->ki", "ij,kl,jl->", "ii", "ii->i", "iji->j", "ijj,jk->ki", "ij->", "ij->ji", "i,j,k->kij", "ij,ij->ij", "ij,ij->", "ij,i->j", "aij,ajk,akl->ail",
        "ij,jk,kl,lm->im", "ij,jk,kl,lm,mn,no,op->ip", "ai,bi,ci,di,ei,fi,gi->abcdefg", "ij,k->i", "iij,jkk->k", "Ab,bA",
    ];

    /// <summary>As many dimensions as a tensor can have beside a letter, which none of them is taken for.</summary>
    [Theory]
    [InlineData('a')]
    [InlineData('b')]
    [InlineData('A')]
    [InlineData('B')]
    public void An_ellipsis_stands_for_any_number_of_dimensions(char letter)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Arange(0, 48).Reshape(1, 2, 1, 2, 1, 2, 2, 3), y = tape.Arange(0, 3);
        Assert.Equal(x.MatMul(y).ToArray(), tape.Einsum($"...{letter},{letter}->...", x, y).ToArray());
    }

    [Theory]
    [MemberData(nameof(Notations))]
    public void Values_are_those_of_the_definition(string notation)
    {
        string[] sides = notation.Split("->"), terms = sides[0].Split(',');
        string letters = string.Concat(sides[0].Where(char.IsLetter).Distinct().Order());
        string result = sides.Length > 1 ? sides[1] : string.Concat(letters.Where(c => sides[0].Count(d => d == c) == 1));
        var length = letters.ToDictionary(c => c, c => 2 + ((c + letters.Length) % 2));
        using var tape = new Tape<double>();
        Variable<double>[] tensors = [.. terms.Select((term, k) => Tensor(tape, term, k))];
        double[] actual = tape.Einsum(notation, tensors).ToArray(), expected = new double[actual.Length];
        var index = letters.ToDictionary(c => c, _ => 0);
        for (bool more = true; more;)
        {
            expected[Place(result)] += terms.Select((term, k) => tensors[k].ToArray()[Place(term)]).Aggregate(1.0, (a, b) => a * b);
            more = false;
            foreach (char c in letters)
            {
                more = ++index[c] < length[c];
                if (more) break;
                index[c] = 0;
            }
        }

        Assert.InRange(Close.Difference<double>(expected, actual), 0, 1e-14);

        int Place(string term) => term.Aggregate(0, (place, c) => (place * length[c]) + index[c]);

        Variable<double> Tensor(Tape<double> tape, string term, int k)
        {
            Shape shape = term.Select(c => (nint)length[c]).ToArray();
            return tape.Constant(new Operand(shape, -2, 2).Values(k), shape);
        }
    }

    /// <summary>Of three matrices in a chain the product of the two whose result is small comes first.</summary>
    [Theory]
    [InlineData("ij,jk,kl->il", 2, 100, 3, 50, "[2, 3], [2, 50]")]
    [InlineData("ij,jk,kl->il", 50, 3, 100, 2, "[3, 2], [50, 2]")]
    [InlineData("ij,kl,jk->il", 50, 3, 100, 2, "[3, 2], [50, 2]")]
    public void The_cheapest_order_is_taken(string notation, int i, int j, int k, int l, string expected)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var length = new Dictionary<char, int> { ['i'] = i, ['j'] = j, ['k'] = k, ['l'] = l };
        Variable<double>[] tensors = [.. notation.Split("->")[0].Split(',').Select(term => tape.Zeros([length[term[0]], length[term[1]]]))];
        int before = tape.NodeCount;
        tape.Einsum(notation, tensors);
        var shapes = new List<string>();
        for (int node = before; node < tape.NodeCount; node++)
        {
            if (tape.Program[node].Operation.Name == "MatMul") shapes.Add(string.Join(", ", tape.Program[node].Shape.ToArray().Order()));
        }

        Assert.Equal(expected.Split("], [").Select(shape => string.Join(", ", shape.Trim('[', ']').Split(", ").Select(int.Parse).Order())), shapes);
    }

    /// <summary>More tensors than the best order is sought for.</summary>
    [Fact]
    public void Many_tensors_are_contracted_pair_by_pair()
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Variable([1.0, 1, 0, 1], [2, 2]);
        string notation = string.Join(',', Enumerable.Range(0, 25).Select(k => $"{(char)('a' + k)}{(char)('b' + k)}")) + "->az";
        Assert.Equal([1, 25, 0, 1], tape.Einsum(notation, [.. Enumerable.Repeat(a, 25)]).ToArray());
    }

    [Fact]
    public void Recording_it_again_allocates_nothing()
    {
        using var tape = new Tape<float>();
        float[] values = [.. Enumerable.Range(0, 24).Select(k => k * 0.1f)];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int step = 0; step < 20; step++)
            {
                tape.Reset();
                Variable<float> a = tape.Variable(values, [2, 3, 4]), b = tape.Variable(values, [4, 3, 2]);
                Variable<float> y = tape.Einsum("ijk,kjl,mil->m", a, b, a.Reshape(3, 2, 4).Slice(2, 0, 2)).Sum();
                _ = y.Backward()[a].Span[0];
            }
        }));
    }
}
