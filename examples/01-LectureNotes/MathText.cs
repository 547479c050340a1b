using System.Globalization;

namespace Autograd.Examples.LectureNotes;

/// <summary>Vectors and matrices as blocks of text, which can be set beside each other like the parts of a formula.</summary>
internal static class MathText
{
    /// <summary>The number in the invariant culture; an exact zero is a bare 0, so that sparsity can be seen.</summary>
    public static string Number(double value, string format) =>
        value == 0 ? "0" : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A small number in the form 2.8e-17, or 0.</summary>
    public static string Magnitude(double value) =>
        value == 0 ? "0" : value.ToString("0.0e-00", CultureInfo.InvariantCulture);

    /// <summary>A matrix in brackets, its columns aligned to the right.</summary>
    public static string[] Matrix(double[,] matrix, string format)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        string[] lines = new string[rows];
        for (int j = 0; j < columns; j++)
        {
            string[] cells = [.. Enumerable.Range(0, rows).Select(i => Number(matrix[i, j], format))];
            int width = cells.Max(cell => cell.Length);
            for (int i = 0; i < rows; i++) lines[i] += (j == 0 ? "" : "  ") + cells[i].PadLeft(width);
        }

        for (int i = 0; i < rows; i++)
        {
            (char open, char close) = rows == 1 ? ('[', ']') : i == 0 ? ('⎡', '⎤') : i == rows - 1 ? ('⎣', '⎦') : ('⎢', '⎥');
            lines[i] = $"{open} {lines[i]} {close}";
        }

        return lines;
    }

    /// <summary>A vector as a matrix of one column.</summary>
    public static string[] Column(double[] vector, string format)
    {
        double[,] matrix = new double[vector.Length, 1];
        for (int i = 0; i < vector.Length; i++) matrix[i, 0] = vector[i];
        return Matrix(matrix, format);
    }

    /// <summary>Sets blocks and one-line strings side by side, each centered on the middle line.</summary>
    public static string[] Beside(params ReadOnlySpan<Block> blocks)
    {
        int height = 0;
        foreach (Block block in blocks) height = Math.Max(height, block.Lines.Length);
        string[] lines = new string[height];
        Array.Fill(lines, "");
        foreach (Block block in blocks)
        {
            int top = (height - block.Lines.Length) / 2;
            for (int y = 0; y < height; y++)
            {
                bool inside = y >= top && y < top + block.Lines.Length;
                lines[y] += (inside ? block.Lines[y - top] : "").PadRight(block.Width);
            }
        }

        return lines;
    }

    /// <summary>Lines of text; a string is a block of one line.</summary>
    /// <param name="Lines">The lines.</param>
    public readonly record struct Block(string[] Lines)
    {
        /// <summary>The length of the longest line.</summary>
        public int Width => Lines.Max(line => line.Length);

        /// <summary>The block of the given lines.</summary>
        public static implicit operator Block(string[] lines) => new(lines);

        /// <summary>The block of one line.</summary>
        public static implicit operator Block(string line) => new([line]);
    }
}
