using System.Globalization;
using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>Prints a Jacobian: matrices in brackets with their names as headings, side by side as far as a line reaches.</summary>
internal static class JacobianText
{
    private const int LineWidth = 110, MostBlocks = 24, MostRows = 16, MostColumns = 12;

    public static string Write<T>(JacobianView<T> view, JacobianLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var text = new StringBuilder();
        Heading(text, view, layout);
        bool isMatrix = view.OutputShape.Rank <= 1 && view.InputShape.Rank <= 1;
        if (isMatrix)
        {
            AppendRows(text, [Flattened(view, layout)]);
            return text.ToString();
        }

        AppendRows(text, [.. Blocks(view, layout).Take(MostBlocks)]);
        long blocks = view.Columns == 0 ? 0 : (long)view.Rows * view.Columns / (RowsOf(view.InputShape) * LastOf(view.InputShape));
        if (blocks > MostBlocks) text.Append(CultureInfo.InvariantCulture, $"\n… and {blocks - MostBlocks} more\n");
        if (view.OutputShape.Rank == 0) return text.ToString();
        (int rows, int columns) = layout == JacobianLayout.Numerator ? (view.Rows, view.Columns) : (view.Columns, view.Rows);
        text.Append(CultureInfo.InvariantCulture, $"\nflattened to {rows} × {columns}:\n");
        AppendRows(text, [Flattened(view, layout)]);
        return text.ToString();
    }

    /// <summary>A number in at most five digits; a zero that is no structural one is 0.0.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (size == 0) return "0.0";
        return value.ToString(size is >= 1e-3 and < 1e5 ? "0.####" : "0.###e+0", CultureInfo.InvariantCulture);
    }

    private static void Heading<T>(StringBuilder text, JacobianView<T> view, JacobianLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string y = view.OutputName, x = view.InputName;
        (Shape first, Shape last) = layout == JacobianLayout.Numerator ? (view.OutputShape, view.InputShape) : (view.InputShape, view.OutputShape);
        text.Append(layout == JacobianLayout.Numerator
            ? $"∂{y}/∂{x} is {Lengths(first)} × {Lengths(last)}; numerator layout, a gradient is a row: ∇{x} = ∇{y} · ∂{y}/∂{x}\n"
            : $"(∂{y}/∂{x})ᵀ is {Lengths(first)} × {Lengths(last)}; denominator layout, a gradient is shaped as its variable: ∇{x} = (∂{y}/∂{x})ᵀ · ∇{y}\n");
        text.Append(CultureInfo.InvariantCulture, $"∂{y}/∂{x} as a {view.Rows} × {view.Columns} matrix: {Describe(view.Structure)}");
        if (view.StructuralZeros > 0) text.Append(CultureInfo.InvariantCulture, $"; {view.StructuralZeros} of {(long)view.Rows * view.Columns} entries are structurally zero");
        text.Append("\n\n");
    }

    private static string Describe(JacobianStructure structure)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{structure.BlockRows} × {structure.BlockColumns}");
        return structure.Kind switch
        {
            JacobianKind.Zero => "zero, no dependence",
            JacobianKind.Identity => $"{structure.Formula}, the identity",
            JacobianKind.Diagonal => $"{structure.Formula}, diagonal, so the product with it is element-wise",
            JacobianKind.Selection => $"{structure.Formula}, each output element is one input element",
            JacobianKind.RepeatedBlock => $"{structure.Formula}, {structure.Blocks} times the same {size} block on the diagonal",
            JacobianKind.ScaledIdentities => $"{structure.Formula}, {structure.Blocks} multiples of the {size} identity",
            JacobianKind.BlockDiagonal => $"{structure.Formula}, {structure.Blocks} blocks of {size} on the diagonal",
            JacobianKind.DiagonalBlocks => $"{structure.Formula} of {size}, element-wise with broadcasting",
            JacobianKind.Sparse => "sparse",
            _ => structure.Formula == "A" ? "dense" : $"{structure.Formula}, dense",
        };
    }

    private static string Lengths(Shape shape) => shape.Rank switch
    {
        0 => "1",
        1 => shape[0].ToString(CultureInfo.InvariantCulture),
        _ => $"({string.Join(" × ", shape.ToArray())})",
    };

    /// <summary>For each output element, and for all leading indices of an input beyond two dimensions, the matrix of its derivatives.</summary>
    private static IEnumerable<string[]> Blocks<T>(JacobianView<T> view, JacobianLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape input = view.InputShape;
        int last = LastOf(input), rows = RowsOf(input), perSlice = rows * last;
        if (input.Rank == 1 && layout == JacobianLayout.Denominator) (rows, last) = (last, 1);
        for (int output = 0; output < view.Rows; output++)
        {
            for (int slice = 0; slice * perSlice < view.Columns; slice++)
            {
                int from = slice * perSlice, row = output, width = last;
                string slices = input.Rank <= 2 ? "" : $"[{Index(input, from, input.Rank - 2)}, :, :]";
                string heading = $"∂{view.OutputName}{Element(view.OutputShape, output)}/∂{view.InputName}{slices}";
                yield return Matrix(rows, last, (i, j) => Entry(view, row, from + (i * width) + j), heading);
            }
        }
    }

    private static int LastOf(Shape input) => input.Rank == 0 ? 1 : input[^1];

    private static int RowsOf(Shape input) => input.Rank <= 1 ? 1 : input[^2];

    private static string[] Flattened<T>(JacobianView<T> view, JacobianLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        layout == JacobianLayout.Numerator
            ? Matrix(view.Rows, view.Columns, (i, j) => Entry(view, i, j), "")
            : Matrix(view.Columns, view.Rows, (i, j) => Entry(view, j, i), "");

    private static string Entry<T>(JacobianView<T> view, int output, int input)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        view.IsStructuralZero(output, input) ? "0" : Number(double.CreateSaturating(view[output, input]));

    private static string Element(Shape shape, int element) => shape.Rank == 0 ? "" : $"[{Index(shape, element, shape.Rank)}]";

    /// <summary>The leading indices of an element given in row-major order.</summary>
    private static string Index(Shape shape, int element, int leading)
    {
        var indices = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            indices[d] = element % shape[d];
            element /= shape[d];
        }

        return string.Join(", ", indices.Take(leading));
    }

    private static string[] Matrix(int rows, int columns, Func<int, int, string> entry, string heading)
    {
        if (rows == 0 || columns == 0) return heading.Length == 0 ? ["[ ]"] : [heading, "[ ]"];
        int shownRows = rows > MostRows ? MostRows - 1 : rows, shownColumns = columns > MostColumns ? MostColumns - 1 : columns;
        var lines = new string[shownRows + (shownRows < rows ? 1 : 0)];
        Array.Fill(lines, "");
        for (int j = 0; j <= shownColumns; j++)
        {
            if (j == shownColumns && shownColumns == columns) break;
            string[] cells = [.. Enumerable.Range(0, lines.Length).Select(i => j == shownColumns ? "…" : i == shownRows ? "⋮" : entry(i, j))];
            int width = cells.Max(cell => cell.Length);
            for (int i = 0; i < lines.Length; i++) lines[i] += (j == 0 ? "" : "  ") + cells[i].PadLeft(width);
        }

        for (int i = 0; i < lines.Length; i++)
        {
            (char open, char close) = lines.Length == 1 ? ('[', ']') : i == 0 ? ('⎡', '⎤') : i == lines.Length - 1 ? ('⎣', '⎦') : ('⎢', '⎥');
            lines[i] = $"{open} {lines[i]} {close}";
        }

        return heading.Length == 0 ? lines : [heading, .. lines];
    }

    /// <summary>Sets blocks side by side, a new row of blocks where a line would become too long.</summary>
    private static void AppendRows(StringBuilder text, string[][] blocks)
    {
        int start = 0;
        while (start < blocks.Length)
        {
            int end = start, total = 0;
            while (end < blocks.Length && (end == start || total + Width(blocks[end]) <= LineWidth)) total += Width(blocks[end++]) + 4;
            if (start > 0) text.Append('\n');
            int height = blocks[start..end].Max(block => block.Length);
            for (int line = 0; line < height; line++)
            {
                string joined = string.Join("    ", blocks[start..end].Select(block => (line < block.Length ? block[line] : "").PadRight(Width(block))));
                text.Append(joined.TrimEnd()).Append('\n');
            }

            start = end;
        }

        static int Width(string[] block) => block.Length == 0 ? 0 : block.Max(line => line.Length);
    }
}
