using System.Numerics;

namespace Autograd;

/// <content>
/// Sparse Jacobians of what a tape has recorded. A reverse walk begins with 1 at all members of a group and −0 elsewhere, zeros that contribute
/// nothing; it is recorded once, and lifted to many groups or repeated in its memory, as those of a full Jacobian.
/// </content>
public static partial class Differentiate
{
    /// <summary>Writes the entries of ∂output/∂input that a coloring is for.</summary>
    internal static void WriteSparse<T>(string operation, Variable<T> output, Variable<T> input, SparsityColoring coloring, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SparsityPattern pattern = coloring.Pattern;
        var given = new SparsityShape(pattern.RowCount, pattern.ColumnCount);
        var expected = new SparsityShape(output.Shape.ElementCount, input.Shape.ElementCount);
        if (given != expected) throw SparsityErrors.PatternShape(operation, given, expected);
        if (coloring.Compression == SparsityCompression.Columns)
        {
            // The cotangent of the input is linear in that of the output, u: groups of its elements are columns.
            Variable<T> u = AnyCotangent(output);
            WriteSparseRows(Pullback(output, u)[input], u, coloring, values, from: u.Index);
        }
        else
        {
            WriteSparseRows(output, input, coloring, values, from: 0);
        }

        coloring.Recovery.Finish(values);
    }

    private static void WriteSparseRows<T>(Variable<T> output, Variable<T> input, SparsityColoring coloring, Span<T> values, int from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = output.Tape;
        int passes = coloring.PassCount, recorded = tape.NodeCount;
        if (passes < FewRows)
        {
            WriteFewSparseRows(output, input, coloring, values, from);
            return;
        }

        Variable<T> first = Members(output, coloring, 0, 1, output.Shape);
        Gradients<T> walk = Pullback(output, first, from);
        if (!walk.IsConnected(input))
        {
            values[..coloring.Pattern.EntryCount].Clear();
            return;
        }

        using var lifting = new Lifting<T>(tape, first.Index);
        int count = RowsAtOnce(in lifting, first, walk, [input], isForced: false, passes), end = tape.NodeCount;
        for (int pass = 0; pass < passes; pass += count)
        {
            // The last ones overlap those before, so that all walks are the same.
            pass = Math.Min(pass, passes - count);
            Gradients<T> gradients = walk;
            if (count > 1)
            {
                tape.Rewind(end);
                Variable<T> members = Members(output, coloring, pass, count, output.Shape.Insert(0, count));
                lifting.Replace(first, members);
                gradients = LiftedWalk<T>.Record(in lifting, first.Index, end, count, walk, [input], [output], [members]);
            }
            else if (pass > 0)
            {
                tape.Rewind(recorded);
                gradients = Pullback(output, Members(output, coloring, pass, 1, output.Shape), from);
            }

            ReadOnlySpan<T> products = gradients[input].Span;
            int length = products.Length / count;
            for (int k = 0; k < count; k++) coloring.Recovery.Read(pass + k, products.Slice(k * length, length), values);
        }
    }

    /// <summary>Walk after walk, from cotangents that stay where they are from call to call: to fill them again would take a good part of what a walk does.</summary>
    private static void WriteFewSparseRows<T>(Variable<T> output, Variable<T> input, SparsityColoring coloring, Span<T> values, int from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] members = coloring.Recovery.KeptMembers<T>(output.Shape);
        for (int pass = 0; pass < members.Length; pass++)
        {
            Gradients<T> gradients = Pullback(output, output.Tape.Watch(members[pass]), from);
            if (gradients.IsConnected(input)) coloring.Recovery.Read(pass, gradients[input].Span, values);
            else values[..coloring.Pattern.EntryCount].Clear();
        }
    }

    /// <summary>Cotangents of an output, each with 1 at the members of a group: a leaf.</summary>
    private static Variable<T> Members<T>(Variable<T> output, SparsityColoring coloring, int pass, int count, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> leaf = output.Tape.Made(in shape, out Span<T> elements);
        int length = elements.Length / count;
        for (int k = 0; k < count; k++) coloring.Recovery.WriteMembers(pass + k, elements.Slice(k * length, length));
        return leaf;
    }
}
