using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A recording as an ONNX model: its graph, its inputs and outputs, and how they are written as messages.</summary>
/// <remarks>The messages and the numbers of their fields are those of onnx.proto, https://github.com/onnx/onnx.</remarks>
internal sealed class OnnxModel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FormatVersion = 9, OperatorSet = 20;
    private readonly Tape<T> _tape;
    private readonly OnnxGraph<T> _graph;
    private readonly ProtocolBuffer _inputs = new(), _outputs = new();
    private bool[] _varies = [];

    private OnnxModel(Tape<T> tape)
    {
        _tape = tape;
        _graph = new OnnxGraph<T>(tape);
    }

    /// <summary>The nodes of the graph.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _graph.Nodes;

    /// <summary>The operations from inputs to outputs.</summary>
    public static OnnxModel<T> Of(Tape<T> tape, ReadOnlySpan<OnnxValue<T>> inputs, ReadOnlySpan<OnnxValue<T>> outputs)
    {
        if (outputs.IsEmpty) throw OnnxErrors.NoOutput();
        var model = new OnnxModel<T>(tape);
        OnnxGraph<T> graph = model._graph;
        for (int k = 0; k < inputs.Length; k++)
        {
            int node = model.NodeOf(inputs[k], "input", k, out string name);
            if (graph.Contains(node)) throw OnnxErrors.InputTwice(name);
            graph.Reserve(name);
            graph.Bind(node, name);
            model._inputs.Add(11, model.Description(name, node));
        }

        var names = new string[outputs.Length];
        var nameOf = new Dictionary<int, string>();
        for (int k = 0; k < outputs.Length; k++)
        {
            int node = model.NodeOf(outputs[k], "output", k, out names[k]);

            // What is an input, or an output before, is handed on under another name.
            if (graph.Contains(node) || nameOf.ContainsKey(node)) names[k] = $"output_{k}";
            graph.Reserve(names[k]);
            nameOf.TryAdd(node, names[k]);
            model._outputs.Add(12, model.Description(names[k], node));
        }

        model.FindVarying(outputs);
        bool[] isNeeded = model.Needed(outputs);
        for (int node = 0; node < isNeeded.Length; node++)
        {
            if (!isNeeded[node] || graph.Contains(node)) continue;
            if (model.IsConstant(node)) graph.AddConstant(node);
            else graph.AddOperation(node, nameOf.GetValueOrDefault(node));
        }

        for (int k = 0; k < names.Length; k++)
        {
            string known = graph[outputs[k].Node.Index].Name;
            if (known != names[k]) graph.AddIdentity(known, names[k]);
        }

        return model;
    }

    /// <summary>Writes the model. Elements are written from where they lie: a parameter may have been updated since it was recorded, and has its new values.</summary>
    public void Write(FileStream file)
    {
        var head = new ProtocolBuffer();
        foreach (OnnxNode node in _graph.Nodes) head.Add(1, Message(node));
        head.Add(2, "Autograd");
        ProtocolBuffer[] tensors = [.. _graph.Initializers.Select(Header)];
        long length = head.Bytes.Length + _inputs.Bytes.Length + _outputs.Bytes.Length;
        for (int k = 0; k < tensors.Length; k++) length += Prefix(tensors[k], _graph.Initializers[k]).Bytes.Length + tensors[k].Bytes.Length + BytesOf(_graph.Initializers[k]);
        if (length > int.MaxValue) throw OnnxErrors.TooLong(length);

        file.Write(new ProtocolBuffer().Add(1, FormatVersion).Add(2, "Autograd").Add(8, new ProtocolBuffer().Add(1, "").Add(2, OperatorSet)).AddLength(7, length).Bytes);
        file.Write(head.Bytes);
        for (int k = 0; k < tensors.Length; k++)
        {
            OnnxInitializer<T> value = _graph.Initializers[k];
            file.Write(Prefix(tensors[k], value).Bytes);
            file.Write(tensors[k].Bytes);
            if (value.Integers is { } integers) LittleEndian.Write<long>(file, integers);
            else if (value.Numbers is { } numbers) LittleEndian.Write<T>(file, numbers);
            else LittleEndian.Write<T>(file, PinnedMemory.Span<T>(_tape.Values[value.Node].Address, value.Shape.ElementCount));
        }

        GC.KeepAlive(_tape);

        file.Write(_inputs.Bytes);
        file.Write(_outputs.Bytes);
    }

    private static long BytesOf(OnnxInitializer<T> value) => (long)value.Shape.ElementCount * (value.Integers is null ? Unsafe.SizeOf<T>() : sizeof(long));

    private static OnnxType TypeOf(OnnxInitializer<T> value) => value.Integers is null ? OnnxGraph<T>.NumberType : OnnxType.Index;

    /// <summary>The key and length of a tensor in the message of the graph.</summary>
    private static ProtocolBuffer Prefix(ProtocolBuffer header, OnnxInitializer<T> value) => new ProtocolBuffer().AddLength(5, header.Bytes.Length + BytesOf(value));

    /// <summary>The message of a tensor up to where its elements begin.</summary>
    private static ProtocolBuffer Header(OnnxInitializer<T> value)
    {
        var message = new ProtocolBuffer();
        for (int d = 0; d < value.Shape.Rank; d++) message.Add(1, value.Shape[d]);
        return message.Add(2, (long)TypeOf(value)).Add(8, value.Name).AddLength(9, BytesOf(value));
    }

    private static ProtocolBuffer Message(OnnxNode node)
    {
        var message = new ProtocolBuffer();
        foreach (string input in node.Inputs) message.Add(1, input);
        if (node.First is { } first) message.Add(2, first);
        message.Add(2, node.Output).Add(3, node.Output).Add(4, node.Type);
        foreach ((string name, object value) in node.Attributes) message.Add(5, Attribute(new ProtocolBuffer().Add(1, name), value));
        return message;
    }

    private static ProtocolBuffer Attribute(ProtocolBuffer message, object value)
    {
        switch (value)
        {
            case float number: return message.Add(2, number).Add(20, 1);
            case long integer: return message.Add(3, integer).Add(20, 2);
            case string text: return message.Add(4, text).Add(20, 3);
            default:
                foreach (long integer in (long[])value) message.Add(8, integer);
                return message.Add(20, 7);
        }
    }

    private int NodeOf(OnnxValue<T> value, string kind, int place, out string name)
    {
        name = _tape.NodeOf(value.Node, "Save").Name ?? $"{kind}_{place}";
        return value.Node.Index;
    }

    /// <summary>The name, type and lengths of an input or output.</summary>
    private ProtocolBuffer Description(string name, int node)
    {
        Shape shape = _tape.Program[node].Shape;
        var lengths = new ProtocolBuffer();
        for (int d = 0; d < shape.Rank; d++) lengths.Add(1, new ProtocolBuffer().Add(1, shape[d]));
        var tensor = new ProtocolBuffer().Add(1, (long)_graph.TypeOf(node)).Add(2, lengths);
        return new ProtocolBuffer().Add(1, name).Add(2, new ProtocolBuffer().Add(1, tensor));
    }

    /// <summary>Whether a node stands in the file with its value: a leaf, and indices that no input has a part in.</summary>
    private bool IsConstant(int node) => _tape.Program[node].Operation is { Kind: OperationKind.Leaf } or { GivesIndices: true } && !_varies[node];

    /// <summary>Finds the nodes that depend on inputs.</summary>
    private void FindVarying(ReadOnlySpan<OnnxValue<T>> outputs)
    {
        int count = 0;
        foreach (OnnxValue<T> output in outputs) count = Math.Max(count, output.Node.Index + 1);
        _varies = new bool[count];
        for (int node = 0; node < count; node++)
        {
            _varies[node] = _graph.Contains(node);
            foreach (int operand in _tape.Program.OperandsOf(_tape.Program[node])) _varies[node] |= _varies[operand];
        }
    }

    /// <summary>The nodes that outputs are computed from, up to inputs and constants.</summary>
    private bool[] Needed(ReadOnlySpan<OnnxValue<T>> outputs)
    {
        var isNeeded = new bool[_varies.Length];
        foreach (OnnxValue<T> output in outputs) isNeeded[output.Node.Index] = true;
        for (int node = isNeeded.Length - 1; node >= 0; node--)
        {
            if (!isNeeded[node] || _graph.Contains(node) || IsConstant(node)) continue;
            foreach (int operand in _tape.Program.OperandsOf(_tape.Program[node])) isNeeded[operand] = true;
        }

        return isNeeded;
    }
}
