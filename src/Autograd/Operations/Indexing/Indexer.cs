using System.Numerics;

namespace Autograd;

/// <content>The indexer.</content>
public readonly partial struct Variable<T>
{
    /// <summary>
    /// Some of the elements: <c>x[0]</c> the first row, <c>x[^1]</c> the last, <c>x[.., 0]</c> the first column, <c>x[1..3, ^2..]</c> a block,
    /// <c>x[0, 1]</c> one element, of shape []. A view. Other elements than these: <c>Gather</c>, <c>Slice</c> (with a step), <c>Where</c>.
    /// </summary>
    /// <param name="places">For each dimension from the first an index or a range; dimensions that are not named stay whole.</param>
    /// <returns>A node without the dimensions of the indices, and with the lengths of the ranges.</returns>
    /// <exception cref="ArgumentException">There are more places than dimensions, or one of them lies outside.</exception>
    public Variable<T> this[params ReadOnlySpan<Place> places]
    {
        get
        {
            Shape shape = Shape;
            if (places.Length > shape.Rank) throw Errors.TooManyPlaces(places.Length, shape);
            using var attempt = new Attempt<T>(Tape);
            Variable<T> chosen = this;
            var removed = Dimensions.None;
            for (int d = 0; d < places.Length; d++)
            {
                var (start, length) = places[d].Within(shape, d);
                if (length != shape[d]) chosen = chosen.Apply(new SliceOperation<T>(d, start, length, 1));
                if (places[d].IsOne) removed = removed.Add(d);
            }

            return attempt.Keep(removed.Count == 0 ? chosen : chosen.Apply(new ReshapeOperation<T>(chosen.Shape.Reduce(removed, keep: false))));
        }
    }
}
