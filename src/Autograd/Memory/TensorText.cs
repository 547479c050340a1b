using System.Globalization;
using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>
/// The elements of a tensor as text, in nested brackets: on one line where there are few, else a row of a matrix on each line, its
/// elements aligned. Of a long dimension the ends are shown, with … between them; of what a tensor has beyond two dimensions, the
/// outermost ends of those. So a text has at most some forty rows, whatever the tensor.
/// </summary>
internal sealed class TensorText
{
    private const int LineWidth = 80;

    private readonly Shape _shape;
    private readonly string _comma;
    private readonly List<string> _cells = [];
    private readonly StringBuilder _text = new();
    private int _written;
    private int _width;
    private bool _isCut;

    private TensorText(Shape shape, string comma) => (_shape, _comma) = (shape, comma);

    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">Their lengths.</param>
    /// <param name="format">How an element is written.</param>
    /// <param name="provider">The culture; where its decimal separator is a comma, elements are separated by semicolons.</param>
    public static string Of<T>(ReadOnlySpan<T> values, Shape shape, string format, IFormatProvider provider)
        where T : unmanaged, INumber<T>
    {
        string comma = NumberFormatInfo.GetInstance(provider).NumberDecimalSeparator == "," ? ";" : ",";
        var text = new TensorText(shape, comma);
        text.Collect(values, 0, format, provider);
        text.Write(0, asRows: false);
        if (shape.Rank > 1 && (text._isCut || text._text.Length > LineWidth)) text.WriteRows();
        return text._text.ToString();
    }

    /// <summary>How many elements of a dimension are shown at its start and at its end: all where there are few.</summary>
    private (int First, int Last) Shown(int dimension)
    {
        (int all, int first, int last) = (_shape.Rank - dimension) switch
        {
            1 or 2 => (10, 4, 4),
            3 when _shape.Rank == 3 => (4, 2, 2),
            3 or 4 => (2, 1, 1),
            _ => (1, 1, 0),
        };
        return _shape[dimension] <= all ? (_shape[dimension], 0) : (first, last);
    }

    private void Collect<T>(ReadOnlySpan<T> values, int dimension, string format, IFormatProvider provider)
        where T : unmanaged, INumber<T>
    {
        if (dimension == _shape.Rank)
        {
            // −0 is not told from 0.
            T value = T.IsZero(values[0]) ? T.Zero : values[0];
            _cells.Add(value.ToString(format, provider));
            _width = Math.Max(_width, _cells[^1].Length);
            return;
        }

        int length = _shape[dimension], inner = length == 0 ? 0 : values.Length / length;
        (int first, int last) = Shown(dimension);
        _isCut |= first + last < length;
        for (int i = 0; i < first; i++) Collect(values.Slice(i * inner, inner), dimension + 1, format, provider);
        for (int i = length - last; i < length; i++) Collect(values.Slice(i * inner, inner), dimension + 1, format, provider);
    }

    private void WriteRows()
    {
        _text.Clear();
        _written = 0;
        Write(0, asRows: true);
    }

    private void Write(int dimension, bool asRows)
    {
        if (dimension == _shape.Rank)
        {
            string cell = _cells[_written++];
            _text.Append(asRows ? cell.PadLeft(_width) : cell);
            return;
        }

        (int first, int last) = Shown(dimension);
        bool isCut = first + last < _shape[dimension];
        _text.Append('[');
        for (int k = 0; k < first + last; k++)
        {
            if (k > 0) Separate(dimension, asRows);
            if (isCut && k == first) Leave(dimension, asRows);
            Write(dimension + 1, asRows);
        }

        if (isCut && last == 0)
        {
            Separate(dimension, asRows);
            _text.Append('…');
        }

        _text.Append(']');
    }

    private void Leave(int dimension, bool asRows)
    {
        _text.Append('…');
        Separate(dimension, asRows);
    }

    /// <summary>Between rows a line ends; between matrices there is a free line, as between what is made of matrices.</summary>
    private void Separate(int dimension, bool asRows)
    {
        int inside = _shape.Rank - 1 - dimension;
        _text.Append(_comma);
        if (asRows && inside > 0) _text.Append('\n', inside).Append(' ', dimension + 1);
        else _text.Append(' ');
    }
}
