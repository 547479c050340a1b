using System.Numerics;

namespace Autograd;

/// <summary>
/// Which lengths the outputs of layers had in one pass. Each is noted with the layer that it was recorded in, as far as that says so. A class of one's own does not, so that
/// what is inside belongs to what is around it; where a layer is gone through several times there, its outputs are told apart by their order.
/// </summary>
internal sealed class LayerOutputs
{
    private readonly Dictionary<(object Around, object Layer), Queue<(int Node, Shape Shape)>> _outputs;
    private readonly object _around;

    public LayerOutputs(object model)
        : this([], model)
    {
    }

    private LayerOutputs(Dictionary<(object Around, object Layer), Queue<(int Node, Shape Shape)>> outputs, object around) => (_outputs, _around) = (outputs, around);

    /// <summary>The same, for what is recorded in a layer.</summary>
    public LayerOutputs Inside(object layer) => new(_outputs, layer);

    /// <summary>Notes an output; the same one only once, since a layer notes it, and then what the layer stands in.</summary>
    public void Add<T>(Layer<T> layer, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!_outputs.TryGetValue((_around, layer), out var outputs)) _outputs.Add((_around, layer), outputs = new());
        if (outputs.Count == 0 || outputs.Last().Node != y.Index) outputs.Enqueue((y.Index, y.Shape));
    }

    /// <summary>The lengths of a layer's next output, or of the last where there are no more; none where it was not gone through.</summary>
    /// <param name="path">The layers from the model to this one.</param>
    public Shape? Next(List<object> path)
    {
        for (int k = path.Count - 1; k >= 0; k--)
        {
            if (_outputs.TryGetValue((path[k], path[^1]), out var outputs)) return (outputs.Count > 1 ? outputs.Dequeue() : outputs.Peek()).Shape;
        }

        return null;
    }
}
