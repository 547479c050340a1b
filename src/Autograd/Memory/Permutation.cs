using System.Globalization;

namespace Autograd;

/// <summary>An order of dimensions, compared by value: position k of the result takes dimension <c>this[k]</c> of the operand.</summary>
internal readonly record struct Permutation
{
    private readonly uint _packed;
    private readonly int _rank;

    private Permutation(uint packed, int rank)
    {
        _packed = packed;
        _rank = rank;
    }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _rank;

    /// <summary>The operand's dimension that becomes dimension <paramref name="position"/>.</summary>
    /// <param name="position">From 0 to the rank − 1.</param>
    public int this[int position] => (int)(_packed >> (4 * position)) & 15;

    /// <summary>The permutation that undoes this one.</summary>
    public Permutation Inverse
    {
        get
        {
            uint packed = 0;
            for (int k = 0; k < _rank; k++) packed |= (uint)k << (4 * this[k]);
            return new Permutation(packed, _rank);
        }
    }

    /// <summary>The given order of a shape's dimensions.</summary>
    /// <param name="operation">The public method on whose behalf, for the message.</param>
    /// <param name="order">Each dimension once; negative ones count from the end.</param>
    /// <param name="shape">The shape whose dimensions are permuted.</param>
    /// <returns>The permutation.</returns>
    /// <exception cref="ArgumentException">Not each dimension exactly once.</exception>
    public static Permutation Of(string operation, ReadOnlySpan<int> order, Shape shape)
    {
        if (order.Length != shape.Rank) throw Errors.OrderLength(operation, order.Length, shape);
        uint packed = 0;
        var seen = Dimensions.None;
        for (int k = 0; k < order.Length; k++)
        {
            int d = Dimensions.Normalize(operation, order[k], shape);
            if (seen.Contains(d)) throw Errors.DimensionTwice(operation, order[k], shape);
            seen = seen.Add(d);
            packed |= (uint)d << (4 * k);
        }

        return new Permutation(packed, order.Length);
    }

    /// <summary>The identity with two dimensions exchanged.</summary>
    internal static Permutation Exchange(int rank, int first, int second)
    {
        uint packed = 0;
        for (int k = 0; k < rank; k++) packed |= (uint)(k == first ? second : k == second ? first : k) << (4 * k);
        return new Permutation(packed, rank);
    }

    /// <summary>The same order of the dimensions of a tensor that has one more in front, which stays there.</summary>
    internal Permutation Shifted
    {
        get
        {
            uint packed = 0;
            for (int k = 0; k < _rank; k++) packed |= (uint)(this[k] + 1) << (4 * (k + 1));
            return new Permutation(packed, _rank + 1);
        }
    }

    /// <summary>Lengths and strides in the new order.</summary>
    internal Layout Apply(in Layout layout)
    {
        var strides = new DimensionValues();
        for (int k = 0; k < _rank; k++) strides[k] = layout.Strides[this[k]];
        return new Layout(layout.Shape.Permute(this), new Strides(strides));
    }

    /// <summary>Whether the last two dimensions change places and nothing else does: a transposition.</summary>
    internal bool ExchangesLastTwo => _rank >= 2 && this == Exchange(_rank, _rank - 2, _rank - 1);

    /// <summary>The order as attributes of a formula.</summary>
    internal string[] Texts()
    {
        var texts = new string[_rank];
        for (int k = 0; k < _rank; k++) texts[k] = this[k].ToString(CultureInfo.InvariantCulture);
        return texts;
    }

    /// <summary>The order in brackets: <c>[1, 0]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        int[] order = new int[_rank];
        for (int k = 0; k < order.Length; k++) order[k] = this[k];
        return $"[{string.Join(", ", order)}]";
    }
}
