using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>What the elements of a value are, by their numbers in the format.</summary>
internal enum OnnxType
{
    Single = 1,
    Index = 7,
    Condition = 9,
    Double = 11,
}

/// <summary>A node of an ONNX graph: what it does with which values, and what it gives.</summary>
internal sealed record OnnxNode(string Type, string[] Inputs, (string Name, object Value)[] Attributes)
{
    public required string Output { get; set; }

    /// <summary>A value that it gives before that one; null where that is the first.</summary>
    public string? First { get; set; }
}

/// <summary>A value that stands in the file: whole numbers, numbers, or those of a node of the recording, which are read where they lie.</summary>
internal sealed record OnnxInitializer<T>(string Name, Shape Shape, long[]? Integers = null, T[]? Numbers = null, int Node = -1);

/// <summary>An ONNX graph as it is made from a recording: its nodes, its constants, and which names are taken.</summary>
internal sealed class OnnxGraph<T>(Tape<T> tape)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LongestName = 32;
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private string _prefix = "";
    private int _parts;

    /// <summary>The type of numbers.</summary>
    public static OnnxType NumberType => typeof(T) == typeof(float) ? OnnxType.Single : OnnxType.Double;

    public Program<T> Program => tape.Program;

    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxInitializer<T>> Initializers { get; } = [];

    /// <summary>The type of a node's elements.</summary>
    public OnnxType TypeOf(int node) => IsIndices(node) ? OnnxType.Index : NumberType;

    /// <summary>Keeps a name for an input or output.</summary>
    public void Reserve(string name)
    {
        if (!_taken.Add(name)) throw OnnxErrors.SameName(name);
    }

    /// <summary>Says that a node is known by a name.</summary>
    public void Bind(int node, string name) => _names.Add(node, name);

    /// <summary>Whether a node is in the graph.</summary>
    public bool Contains(int node) => _names.ContainsKey(node);

    /// <summary>The value of a node that is in the graph.</summary>
    public OnnxTerm<T> this[int node] => new(this, _names[node]);

    /// <summary>Puts a node into the file with its value: a leaf, or indices.</summary>
    public void AddConstant(int node)
    {
        string name = Take(NameOf(node));
        long[]? indices = IsIndices(node) ? Array.ConvertAll(new Indices<T>(tape.At(node)).Values.ToArray(), index => (long)index) : null;
        Initializers.Add(new OnnxInitializer<T>(name, Program[node].Shape, Integers: indices, Node: node));
        Bind(node, name);
    }

    /// <summary>Puts an operation into the graph, as the table says.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">The name that its value has to have; null for its own, or one that is made.</param>
    public void AddOperation(int node, string? name)
    {
        name ??= Take(NameOf(node));
        (_prefix, _parts) = (name, 0);
        OnnxTerm<T> value = OnnxForms.Of(this, node) ?? throw OnnxErrors.NoForm(tape, node);

        // The last node of the form takes the name; a form without one hands on a value that is there.
        if (_parts > 0 && Nodes[^1].Output == value.Name) Nodes[^1].Output = name;
        else AddIdentity(value.Name, name);
        Bind(node, name);
    }

    /// <summary>Gives a value another name.</summary>
    public void AddIdentity(string input, string output) => Nodes.Add(new OnnxNode("Identity", [input], []) { Output = output });

    /// <summary>Puts a node of the format into the graph.</summary>
    public OnnxTerm<T> Add(string type, ReadOnlySpan<OnnxTerm<T>> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var names = new string[inputs.Length];
        for (int k = 0; k < names.Length; k++) names[k] = inputs[k].Name;
        string output = Take($"{_prefix}/{_parts++}");
        Nodes.Add(new OnnxNode(type, names, attributes.ToArray()) { Output = output });
        return new OnnxTerm<T>(this, output);
    }

    /// <summary>A node of the format of which the second value is of interest.</summary>
    public OnnxTerm<T> AddSecond(string type, ReadOnlySpan<OnnxTerm<T>> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string first = Take($"{_prefix}/{_parts++}");
        OnnxTerm<T> second = Add(type, inputs, attributes);
        Nodes[^1].First = first;
        return second;
    }

    /// <summary>A number.</summary>
    public OnnxTerm<T> Number(double value) => Number(T.CreateSaturating(value));

    /// <summary>A number.</summary>
    public OnnxTerm<T> Number(T value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return Constant(text, new OnnxInitializer<T>(text, [], Numbers: [value]));
    }

    /// <summary>A whole number.</summary>
    public OnnxTerm<T> Integer(long value) => Integers([value], []);

    /// <summary>Whole numbers.</summary>
    public OnnxTerm<T> Integers(params ReadOnlySpan<long> values) => Integers(values, [values.Length]);

    /// <summary>Whole numbers under some lengths.</summary>
    public OnnxTerm<T> Integers(ReadOnlySpan<long> values, Shape shape)
    {
        string text = $"[{string.Join(", ", values.ToArray())}]{(shape.Rank == 1 ? "" : $" of {shape}")}";
        return Constant(text, new OnnxInitializer<T>(text, shape, Integers: values.ToArray()));
    }

    /// <summary>Lengths.</summary>
    public OnnxTerm<T> Lengths(Shape shape) => Integers([.. shape.ToArray().Select(length => (long)length)]);

    private bool IsIndices(int node) => Program[node].Operation.GivesIndices;

    private string NameOf(int node) => Program[node].Name ?? $"{Program[node].Operation.Name}_{node}";

    /// <summary>A constant that the forms need, once in the file.</summary>
    private OnnxTerm<T> Constant(string text, OnnxInitializer<T> value)
    {
        ref string? name = ref CollectionsMarshal.GetValueRefOrAddDefault(_constants, text, out _);
        if (name is null)
        {
            name = Take(text.Length <= LongestName ? text : $"{text[..LongestName]}…");
            Initializers.Add(value with { Name = name });
        }

        return new OnnxTerm<T>(this, name);
    }

    /// <summary>A name that no other value has.</summary>
    private string Take(string name)
    {
        string free = name;
        for (int k = 2; !_taken.Add(free); k++) free = $"{name}_{k}";
        return free;
    }
}
