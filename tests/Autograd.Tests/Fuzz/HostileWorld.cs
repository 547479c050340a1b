using System.Numerics;

namespace Autograd.Tests.Fuzz;

/// <summary>Tapes in every state, and what is on them, to be mixed up.</summary>
internal sealed class HostileWorld<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly nint[][] Lengths = [[], [1], [3], [0], [2, 3], [3, 3], [1, 3], [2, 0], [2, 3, 4], [1, 2, 5], [1, 1, 4, 4], [1, 1, 1, 1, 1, 1, 1, 1]];

    /// <summary>Lengths that go together in many operations: matrices and a row, signals and a filter.</summary>
    private static readonly nint[][] Fitting = [[2, 3], [2, 3], [2, 3], [3], [], [2, 3], [1, 2, 5], [4, 2, 3], [1, 1, 4, 4]];

    private readonly Random _random;
    private readonly HashSet<Tape<T>> _disposed = [];

    public HostileWorld(Random random)
    {
        _random = random;
        bool sites = random.Next(200) == 0;
        Eager = new Tape<T>(new TapeOptions { RecordCallSites = sites });
        Deferred = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred, PoisonOnReset = true });
        Tape<T> disposed = new(), reset = new();
        var stale = new Parameter<T>("stale", [3]);
        Tapes = [Eager, Deferred, reset, disposed];
        Homes = [.. Tapes.Select(tape => Fill(tape, stale))];
        disposed.Dispose();
        reset.Reset();
        stale.Update()[0] = T.One;
        Everything = new Place(null);
        foreach (Place home in Homes) Everything.Add(home);
        Everything.Parameters.Add(stale);
        Everything.Variables.Add(default);
        Everything.Indices.Add(default);
        Everything.Gradients.Add(default);
    }

    public Tape<T> Eager { get; }

    public Tape<T> Deferred { get; }

    public List<Tape<T>> Tapes { get; }

    /// <summary>For each of these tapes what is on it.</summary>
    public Place[] Homes { get; }

    /// <summary>What is on any tape, and on none.</summary>
    public Place Everything { get; }

    public static T[] Values(Random random, int count)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++) values[i] = Value(random);
        return values;
    }

    public static T Value(Random random) => random.Next(10) switch
    {
        0 => random.Next(8) switch { 0 => T.NaN, 1 => T.PositiveInfinity, 2 => T.NegativeInfinity, 3 => T.NegativeZero, 4 => T.Epsilon, 5 => T.CreateSaturating(1e300), 6 => T.CreateSaturating(-1e30), _ => T.Pi },
        1 => T.Zero,
        _ => T.CreateChecked(random.Next(-8, 9)) / T.CreateChecked(4),
    };

    /// <summary>Whatever was called before, nobody is inside, and a small function has its value and its gradient: on the two tapes in use, or on all that are neither disposed nor cancelled.</summary>
    public void Check(bool all)
    {
        foreach (Tape<T> tape in all ? Tapes : Tapes.Take(2))
        {
            if (_disposed.Contains(tape) || tape.Options.Cancellation.IsCancellationRequested) continue;
            if (IsDisposed(tape))
            {
                _disposed.Add(tape);
                continue;
            }

            Occupancy mine = tape.Enter();
            mine.Leave();
            Assert.False(mine.IsInside, "A call that has ended is still inside the tape.");
            T two = T.One + T.One, three = two + T.One;
            Variable<T> x = tape.Variable([T.One, -two, three], [3]), y = (x.Square() * x - x).Sum();
            Assert.Equal(T.CreateChecked(18), y.Scalar);
            ReadOnlySpan<T> gradient = y.Backward()[x].Span, right = [two, T.CreateChecked(11), T.CreateChecked(26)];
            if (!gradient.SequenceEqual(right)) Assert.Equal(right.ToArray(), gradient.ToArray());
        }
    }

    private static bool IsDisposed(Tape<T> tape)
    {
        try
        {
            _ = tape.Constant(T.One);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private Place Fill(Tape<T> tape, Parameter<T> stale)
    {
        var home = new Place(tape);
        var parameter = new Parameter<T>("θ", [2, 3], Values(_random, 6));
        home.Parameters.Add(parameter);
        home.Variables.AddRange([tape.Watch(parameter), tape.Watch(stale)]);
        foreach (nint[] lengths in (nint[][])[.. Fitting, Lengths[_random.Next(Lengths.Length)]])
        {
            Shape shape = lengths;
            T[] values = Values(_random, shape.ElementCount);
            home.Variables.Add(_random.Next(4) == 0 ? tape.Constant(values, shape) : tape.Variable(values, shape, "x"));
        }

        Variable<T> leaf = home.Variables[2], y = (leaf.Tanh() * leaf).Sum();
        home.Variables.AddRange([y, leaf.Transpose(), leaf.Flip(1), leaf.Slice(1, 0, 2, 2), leaf.At(0, 0).BroadcastTo([2, 3]), y.BroadcastTo([int.MaxValue, 0])]);
        if (y.IsDifferentiable) home.Gradients.Add(y.Backward());
        home.Gradients.Add(tape.Watch(parameter).Square().Sum().Backward());
        home.Indices.AddRange([tape.Indices([0, 1]), tape.Indices([2, 0, int.MaxValue]), tape.Indices([-1]), tape.Indices([], [0]), tape.Indices([1], []), leaf.ArgMax(1), leaf.ArgMin(0)]);
        return home;
    }

    /// <summary>What belongs together.</summary>
    internal sealed class Place(Tape<T>? tape)
    {
        public Tape<T>? Tape { get; } = tape;

        public List<Variable<T>> Variables { get; } = [];

        public List<Indices<T>> Indices { get; } = [];

        public List<Gradients<T>> Gradients { get; } = [];

        public List<Parameter<T>> Parameters { get; } = [];

        public void Add(Place other)
        {
            Variables.AddRange(other.Variables);
            Indices.AddRange(other.Indices);
            Gradients.AddRange(other.Gradients);
            Parameters.AddRange(other.Parameters);
        }
    }
}
