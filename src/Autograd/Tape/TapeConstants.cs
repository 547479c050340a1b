using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>Constants that are made on the tape rather than copied onto it.</content>
public sealed partial class Tape<T>
{
    /// <summary>A constant of zeros.</summary>
    /// <param name="lengths">Its lengths, with or without brackets.</param>
    /// <returns>The leaf.</returns>
    [OverloadResolutionPriority(1)]
    public Variable<T> Zeros(params ReadOnlySpan<nint> lengths) => Full(new Shape(lengths), T.Zero);

    /// <summary>A constant of zeros.</summary>
    /// <param name="shape">Its lengths: those of another node, say.</param>
    /// <returns>The leaf.</returns>
    public Variable<T> Zeros(Shape shape) => Full(shape, T.Zero);

    /// <summary>A constant of ones.</summary>
    /// <param name="lengths">Its lengths, with or without brackets.</param>
    /// <returns>The leaf.</returns>
    [OverloadResolutionPriority(1)]
    public Variable<T> Ones(params ReadOnlySpan<nint> lengths) => Full(new Shape(lengths), T.One);

    /// <summary>A constant of ones.</summary>
    /// <param name="shape">Its lengths: those of another node, say.</param>
    /// <returns>The leaf.</returns>
    public Variable<T> Ones(Shape shape) => Full(shape, T.One);

    /// <summary>A constant of one number.</summary>
    /// <param name="shape">Its lengths.</param>
    /// <param name="value">The number.</param>
    /// <returns>The leaf.</returns>
    public Variable<T> Full(Shape shape, T value)
    {
        Variable<T> leaf = Made(in shape, out Span<T> elements);
        elements.Fill(value);
        return leaf;
    }

    /// <summary>The identity matrix: 1 where row and column are the same, else 0.</summary>
    /// <param name="rows">The number of rows, and of columns.</param>
    /// <returns>The constant, of shape [rows, rows].</returns>
    public Variable<T> Eye(int rows) => Eye(rows, rows);

    /// <summary>A matrix with 1 where row and column are the same, else 0.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <returns>The constant, of shape [rows, columns].</returns>
    public Variable<T> Eye(int rows, int columns)
    {
        Variable<T> leaf = Made([rows, columns], out Span<T> elements);
        elements.Clear();
        for (int i = 0; i < Math.Min(rows, columns); i++) elements[(i * columns) + i] = T.One;
        return leaf;
    }

    /// <summary>The numbers 0, 1, … before an end.</summary>
    /// <param name="end">Where they end; it is not among them.</param>
    /// <returns>The constant, a vector.</returns>
    /// <exception cref="ArgumentException">The end is not finite.</exception>
    public Variable<T> Arange(T end) => Arange(T.Zero, end, T.One);

    /// <summary>The numbers start, start + 1, … before an end.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">Where they end; it is not among them.</param>
    /// <returns>The constant, a vector.</returns>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public Variable<T> Arange(T start, T end) => Arange(start, end, T.One);

    /// <summary>The numbers start + i · step before an end, each computed from its i: ⌈(end − start) / step⌉ of them.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">Where they end; it is not among them.</param>
    /// <param name="step">The distance between them; negative runs downwards.</param>
    /// <returns>The constant, a vector; empty where the end is not ahead.</returns>
    /// <exception cref="ArgumentException">A number is not finite, or the step is 0.</exception>
    public Variable<T> Arange(T start, T end, T step)
    {
        T count = T.Ceiling((end - start) / step);
        if (!T.IsFinite(count)) throw Errors.NoProgression(start, end, step);
        Variable<T> leaf = Made([nint.CreateSaturating(T.Max(count, T.Zero))], out Span<T> elements);
        for (int i = 0; i < elements.Length; i++) elements[i] = start + (T.CreateSaturating(i) * step);
        return leaf;
    }

    /// <summary>Numbers at equal distances from start to end, both included.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The last.</param>
    /// <param name="count">How many, 0 or more; a single one is the start.</param>
    /// <returns>The constant, of shape [count].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public Variable<T> Linspace(T start, T end, int count)
    {
        if (count < 0) throw Errors.NumberBelow("Linspace", "the count", count, 0, nameof(count));
        Variable<T> leaf = Made([count], out Span<T> elements);
        T step = (end - start) / T.CreateSaturating(Math.Max(count - 1, 1));
        for (int i = 0; i < elements.Length; i++) elements[i] = start + (T.CreateSaturating(i) * step);
        if (count > 1) elements[^1] = end;
        return leaf;
    }

    /// <summary>Random numbers, uniform from 0 to 1.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="random">Where they come from: equal seeds give equal numbers, everywhere.</param>
    /// <returns>The constant.</returns>
    public Variable<T> Uniform(Shape shape, RandomGenerator random) => Uniform(shape, T.Zero, T.One, random);

    /// <summary>Random numbers, uniform between two bounds.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound, which only rounding to the element type can reach.</param>
    /// <param name="random">Where they come from: equal seeds give equal numbers, everywhere.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentException">A bound is not finite, or the upper one is below the lower.</exception>
    public Variable<T> Uniform(Shape shape, T low, T high, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(low <= high && T.IsFinite(low) && T.IsFinite(high))) throw Errors.BoundsOrder("Uniform", low, high);
        Variable<T> leaf = Made(in shape, out Span<T> elements);
        random.FillUniform(elements, low, high);
        return leaf;
    }

    /// <summary>Random numbers of the normal distribution with mean 0 and variance 1.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="random">Where they come from: equal seeds give equal numbers, everywhere.</param>
    /// <returns>The constant.</returns>
    public Variable<T> Normal(Shape shape, RandomGenerator random) => Normal(shape, T.Zero, T.One, random);

    /// <summary>Random numbers of a normal distribution.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="mean">Its mean.</param>
    /// <param name="deviation">Its standard deviation, 0 or more.</param>
    /// <param name="random">Where they come from: equal seeds give equal numbers, everywhere.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public Variable<T> Normal(Shape shape, T mean, T deviation, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(deviation >= T.Zero && T.IsFinite(deviation))) throw Errors.NegativeDeviation(deviation);
        Variable<T> leaf = Made(in shape, out Span<T> elements);
        random.FillNormal(elements, mean, deviation);
        return leaf;
    }

    /// <summary>Random numbers of the exponential distribution with mean 1, all above 0.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="random">Where they come from: equal seeds give equal numbers, everywhere.</param>
    /// <returns>The constant.</returns>
    public Variable<T> Exponential(Shape shape, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Variable<T> leaf = Made(in shape, out Span<T> elements);
        random.FillExponential(elements);
        return leaf;
    }

    /// <summary>Indices that the caller fills.</summary>
    internal Indices<T> MadeIndices(Shape shape, out Span<int> values)
    {
        Occupancy inside = Enter();
        Variable<T> leaf = Leaf(LeafOperation<T>.Indices, in shape, null, inside);
        values = PinnedMemory.Span<int>(Values[leaf.Index].Address, shape.ElementCount);
        inside.Leave();
        return new Indices<T>(leaf);
    }

    /// <summary>A constant whose elements the caller fills.</summary>
    internal Variable<T> Made(in Shape shape, out Span<T> elements)
    {
        Occupancy inside = Enter();
        Variable<T> leaf = Leaf(LeafOperation<T>.Constant, in shape, null, inside);
        elements = PinnedMemory.Span<T>(Values[leaf.Index].Address, shape.ElementCount);
        inside.Leave();
        return leaf;
    }
}
