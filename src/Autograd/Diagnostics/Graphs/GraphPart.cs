using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// One part of a picture as rows of places: boxes, and narrow free places through which edges over several rows pass. Orders each row
/// by the mean place of its neighbours, keeping the order with the fewest crossings, and then moves places towards their neighbours
/// without changing the order.
/// </summary>
internal sealed class GraphPart
{
    private const double Gap = 26, PassGap = 14, PassWidth = 6;
    private const int OrderSweeps = 24, MoveSweeps = 30;

    /// <summary>
    /// How little a branch counts that ends many rows before another one. It would push a long chain aside at each step, and a tall picture
    /// would lean until it is wider than tall.
    /// </summary>
    private const double OfShortBranch = 0.01;

    private const int MuchShorter = 8, Tall = 20;

    private readonly List<Place> _places = [];
    private readonly Dictionary<(int Operand, int Row), int> _passes = [];
    private List<int>[] _rows = [];
    private int[] _longest = [];

    public double X(int place) => _places[place].X;

    public int Row(int place) => _places[place].Row;

    public int Add(int row, double width)
    {
        _places.Add(new Place { Row = row, Width = width });
        return _places.Count - 1;
    }

    /// <summary>
    /// Connects two boxes, through a free place in each row between them. The edges of one operand share these places, like a trunk
    /// with branches, so that a value used everywhere takes no more room than one.
    /// </summary>
    /// <returns>The places from the upper box to the lower one.</returns>
    public List<int> Connect(int operand, int user)
    {
        bool down = _places[operand].Row < _places[user].Row;
        (int upper, int lower) = down ? (operand, user) : (user, operand);
        var chain = new List<int> { upper };
        for (int row = _places[upper].Row + 1; row < _places[lower].Row; row++)
        {
            if (!_passes.TryGetValue((operand, row), out int pass))
            {
                pass = _places.Count;
                _passes.Add((operand, row), pass);
                _places.Add(new Place { Row = row, Width = PassWidth, IsPass = true });
            }

            chain.Add(pass);
        }

        chain.Add(lower);
        for (int k = 1; k < chain.Count; k++)
        {
            if (_places[chain[k - 1]].Below.Contains(chain[k])) continue;
            _places[chain[k - 1]].Below.Add(chain[k]);
            _places[chain[k]].Above.Add(chain[k - 1]);
        }

        return chain;
    }

    /// <summary>Sets all places from the left edge on.</summary>
    /// <returns>The width taken.</returns>
    public double Arrange(double left)
    {
        _rows = new List<int>[_places.Max(place => place.Row) + 1];
        for (int row = 0; row < _rows.Length; row++) _rows[row] = [];
        InitialOrder();
        Order();
        Measure();
        foreach (List<int> row in _rows) Pack(row);
        for (int sweep = 0; sweep < MoveSweeps; sweep++)
        {
            bool down = sweep % 2 == 0, both = sweep >= MoveSweeps - 6;
            for (int k = 0; k < _rows.Length; k++) Move(_rows[down ? k : _rows.Length - 1 - k], both || down, both || !down);
        }

        if (_rows.Length > Tall) SetUpright();
        double first = _places.Min(place => place.X - (place.Width / 2)), last = _places.Max(place => place.X + (place.Width / 2));
        foreach (Place place in _places) place.X += left - first;
        return last - first;
    }

    /// <summary>Places in the order in which a walk along the edges meets them, so that connected ones start together.</summary>
    private void InitialOrder()
    {
        var seen = new bool[_places.Count];
        var pending = new Stack<int>();
        for (int i = 0; i < _places.Count; i++)
        {
            pending.Push(i);
            while (pending.TryPop(out int next))
            {
                if (seen[next]) continue;
                seen[next] = true;
                _rows[_places[next].Row].Add(next);
                foreach (int neighbour in _places[next].Above) pending.Push(neighbour);
                foreach (int neighbour in _places[next].Below) pending.Push(neighbour);
            }
        }

        Renumber();
    }

    private void Order()
    {
        var best = _rows.Select(row => row.ToArray()).ToArray();
        long fewest = Crossings();
        for (int sweep = 0; sweep < OrderSweeps && fewest > 0; sweep++)
        {
            bool down = sweep % 2 == 0;
            for (int k = 0; k < _rows.Length; k++)
            {
                List<int> row = _rows[down ? k : _rows.Length - 1 - k];
                int[] sorted = [.. row.OrderBy(i => Mean(down ? _places[i].Above : _places[i].Below, _places[i].Position))];
                row.Clear();
                row.AddRange(sorted);
                for (int p = 0; p < row.Count; p++) _places[row[p]].Position = p;
            }

            long crossings = Crossings();
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = [.. _rows.Select(row => row.ToArray())];
        }

        for (int k = 0; k < _rows.Length; k++) _rows[k] = [.. best[k]];
        Renumber();
    }

    private double Mean(List<int> neighbours, int own)
    {
        if (neighbours.Count == 0) return own;
        double sum = 0;
        foreach (int neighbour in neighbours) sum += _places[neighbour].Position;
        return sum / neighbours.Count;
    }

    private void Renumber()
    {
        foreach (List<int> row in _rows)
        {
            for (int p = 0; p < row.Count; p++) _places[row[p]].Position = p;
        }
    }

    private long Crossings()
    {
        long crossings = 0;
        foreach (List<int> row in _rows)
        {
            var ends = new List<int>();
            foreach (int upper in row)
            {
                List<int> below = [.. _places[upper].Below.Select(lower => _places[lower].Position)];
                foreach (int end in below) crossings += ends.Count(earlier => earlier > end);
                ends.AddRange(below);
            }
        }

        return crossings;
    }

    private void Pack(List<int> row)
    {
        double x = 0;
        for (int p = 0; p < row.Count; p++)
        {
            if (p > 0) x += Distance(row[p - 1], row[p]);
            _places[row[p]].X = x;
        }
    }

    private double Distance(int left, int right)
    {
        Place a = _places[left], b = _places[right];
        return ((a.Width + b.Width) / 2) + (a.IsPass || b.IsPass ? PassGap : Gap);
    }

    /// <summary>
    /// Moves a row as near as its order allows to where its neighbours want it: the least squares under minimal distances, found by
    /// pooling places that push each other into blocks.
    /// </summary>
    private void Move(List<int> row, bool towardsAbove, bool towardsBelow)
    {
        var blocks = new List<(double Sum, double Weight, int Count)>();
        double offset = 0;
        var offsets = new double[row.Count];
        for (int p = 0; p < row.Count; p++)
        {
            if (p > 0) offset += Distance(row[p - 1], row[p]);
            offsets[p] = offset;
            (double wish, double weight) = Wish(row[p], towardsAbove, towardsBelow);
            blocks.Add(((wish - offset) * weight, weight, 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Weight > blocks[^1].Sum / blocks[^1].Weight)
            {
                CollectionsMarshal.AsSpan(blocks)[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Weight + blocks[^1].Weight, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }

        int place = 0;
        foreach ((double sum, double weight, int count) in blocks)
        {
            for (int k = 0; k < count; k++, place++) _places[row[place]].X = (sum / weight) + offsets[place];
        }
    }

    /// <summary>
    /// Takes out how much a tall picture leans on the whole. Long chains that pull at each other lean together, and each row shifted as a whole
    /// keeps its order and its distances.
    /// </summary>
    private void SetUpright()
    {
        double middle = _places.Average(place => place.Row), lean = 0, square = 0;
        foreach (Place place in _places)
        {
            lean += (place.Row - middle) * place.X;
            square += (place.Row - middle) * (place.Row - middle);
        }

        foreach (Place place in _places) place.X -= lean / square * (place.Row - middle);
    }

    private (double Wish, double Weight) Wish(int place, bool towardsAbove, bool towardsBelow)
    {
        double sum = 0, weight = 0;
        if (towardsAbove) Pull(_places[place].Above, _places[place].Up - 1, static neighbour => neighbour.Up);
        if (towardsBelow) Pull(_places[place].Below, _places[place].Down - 1, static neighbour => neighbour.Down);
        double counts = IsShort(_places[place].Reach, _longest[_places[place].Row]) ? OfShortBranch : 1;
        return weight == 0 ? (_places[place].X, 0.05 * counts) : (sum / weight, weight * counts);

        void Pull(List<int> neighbours, int longest, Func<Place, int> reach)
        {
            foreach (int neighbour in neighbours)
            {
                // Long edges are kept straight before short ones, and what hangs on a chain does not bend it.
                double pull = (_places[place].IsPass ? 2 : 1) * (_places[neighbour].IsPass ? 2 : 1);
                if (_places[neighbour].Above.Count + _places[neighbour].Below.Count == 1) pull *= 0.1;
                if (IsShort(reach(_places[neighbour]), longest)) pull *= OfShortBranch;
                sum += pull * _places[neighbour].X;
                weight += pull;
            }
        }
    }

    private static bool IsShort(int reach, int longest) => reach + MuchShorter < longest;

    /// <summary>How far the longest way through each place goes, up and down.</summary>
    private void Measure()
    {
        _longest = new int[_rows.Length];
        for (int row = 0; row < _rows.Length; row++)
        {
            foreach (int place in _rows[row])
            {
                foreach (int upper in _places[place].Above) _places[place].Up = Math.Max(_places[place].Up, _places[upper].Up + 1);
            }
        }

        for (int row = _rows.Length - 1; row >= 0; row--)
        {
            foreach (int place in _rows[row])
            {
                foreach (int lower in _places[place].Below) _places[place].Down = Math.Max(_places[place].Down, _places[lower].Down + 1);
                _longest[row] = Math.Max(_longest[row], _places[place].Reach);
            }
        }
    }

    private sealed class Place
    {
        public required int Row { get; init; }
        public required double Width { get; init; }
        public bool IsPass { get; init; }
        public int Position { get; set; }
        public double X { get; set; }

        /// <summary>The number of edges of the longest way up, and of the longest way down.</summary>
        public int Up { get; set; }
        public int Down { get; set; }
        public int Reach => Up + Down;
        public List<int> Above { get; } = [];
        public List<int> Below { get; } = [];
    }
}
