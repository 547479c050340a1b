using System.Numerics;

namespace Autograd;

/// <summary>
/// A part of a model: a function of a tensor, with parameters of its own and inner layers. It holds no values of a pass: those belong to the tape of the input, so
/// one layer serves any number of tapes.
/// </summary>
/// <remarks>
/// A layer names what it consists of in its constructor; from these names come the paths in files, <c>blocks.0.attention.query.weight</c>. The same layer or
/// parameter may stand at several places: it is shared, is learned once, and has the path of the first.
/// </remarks>
/// <example>
/// A layer of one's own is an ordinary class:
/// <code>
/// sealed class Gated : Layer&lt;float&gt;
/// {
///     private readonly Linear&lt;float&gt; _value, _gate;
///
///     public Gated(int inputs, int outputs, RandomGenerator random)
///     {
///         _value = Add("value", new Linear&lt;float&gt;("v", inputs, outputs, Initializer.GlorotUniform, random));
///         _gate = Add("gate", new Linear&lt;float&gt;("g", inputs, outputs, Initializer.GlorotUniform, random));
///     }
///
///     public override Variable&lt;float&gt; Forward(Variable&lt;float&gt; x, Pass pass) => _value.Forward(x, pass) * _gate.Forward(x, pass).Sigmoid();
/// }
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public abstract class Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<(string Name, Layer<T>? Layer, Parameter<T>? Parameter, bool IsBuffer)> _parts = [];

    /// <summary>What an optimizer updates, each parameter once, in the order of the model; without those that are frozen. Listed anew at each call.</summary>
    public IReadOnlyList<Parameter<T>> Parameters
    {
        get
        {
            // Without LINQ here: its Select is a generic virtual method, for which a program that is compiled ahead of time holds a loader of types.
            var parameters = new List<Parameter<T>>();
            foreach (LayerTensor<T> tensor in Tensors)
            {
                if (!tensor.IsBuffer && !tensor.IsFrozen) parameters.Add(tensor.Parameter);
            }

            return parameters;
        }
    }

    /// <summary>What a file of the model holds: all parameters and buffers, frozen ones too, each once, with its path. Listed anew at each call.</summary>
    public IReadOnlyList<LayerTensor<T>> Tensors
    {
        get
        {
            var tensors = new List<LayerTensor<T>>();
            Collect(tensors, "", new HashSet<object>(ReferenceEqualityComparer.Instance));
            return tensors;
        }
    }

    /// <summary>The inner layers with their names, in their order.</summary>
    public IReadOnlyList<(string Name, Layer<T> Layer)> InnerLayers => [.. _parts.Where(part => part.Layer is not null).Select(part => (part.Name, part.Layer!))];

    /// <summary>How many numbers it learns, frozen ones too; shared ones count once.</summary>
    public long ParameterCount => Tensors.Where(tensor => !tensor.IsBuffer).Sum(tensor => (long)tensor.Parameter.Shape.ElementCount);

    /// <summary>
    /// Whether its own parameters are constants: no gradient comes to them, and <see cref="Parameters"/> does not list them. <see cref="Freeze"/> sets it for inner
    /// layers, too.
    /// </summary>
    public bool IsFrozen { get; private set; }

    /// <summary>
    /// The number that its choices follow from, beside the seed of a pass; it was drawn when the layer was made, and is a part of a training, not of the model. Null
    /// where nothing is left to chance.
    /// </summary>
    internal ulong? Choices { get; set; }

    /// <summary>Records the layer's operations on the tape of its input.</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output, a node of the same tape.</returns>
    public abstract Variable<T> Forward(Variable<T> x, Pass pass);

    /// <summary>Records the layer's operations, where training and inference do not differ.</summary>
    /// <param name="x">The input.</param>
    /// <returns>The output, a node of the same tape.</returns>
    /// <exception cref="InvalidOperationException">The model has a layer that computes something else in training, such as a dropout.</exception>
    public Variable<T> Forward(Variable<T> x) => Forward(x, Pass.Unspecified);

    /// <summary>Makes the parameters constants, those of inner layers, too. Optimizers that were made before go on updating them, with gradients of zeros: freeze first.</summary>
    public void Freeze() => SetFrozen(true);

    /// <summary>Lets the parameters learn again, those of inner layers, too.</summary>
    public void Unfreeze() => SetFrozen(false);

    /// <summary>
    /// The layers inside with their paths, the lengths of their outputs, the number of elements that they learn, and the bytes of these and of buffers, within 80
    /// columns. The lengths are those of an inference, which is recorded and not computed; of a layer that it does not go through, or goes through untold what the pass
    /// is for, there are none, and of a class of one's own only where it stands in a <see cref="Sequential{T}"/>, a <see cref="Residual{T}"/> or alone.
    /// </summary>
    /// <param name="input">The lengths of an input.</param>
    /// <returns>Lines of text, which end in a newline each.</returns>
    /// <exception cref="ArgumentException">The model does not take such an input.</exception>
    /// <example><code>Console.Write(model.ToTable([64, 1, 28, 28]));</code></example>
    public string ToTable(Shape input) => LayerTable.Of(this, input);

    /// <summary>Its kind; derived classes add their lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => GetType().Name.Split('`')[0];

    /// <summary>Says that the layer has an inner one.</summary>
    /// <param name="name">Its name in paths: not empty, without dots, of nothing else in this layer.</param>
    /// <param name="layer">The inner layer.</param>
    /// <typeparam name="TLayer">Its kind.</typeparam>
    /// <returns>The inner layer.</returns>
    /// <exception cref="ArgumentException">The name is none, or is taken.</exception>
    protected TLayer Add<TLayer>(string name, TLayer layer)
        where TLayer : Layer<T>
    {
        ArgumentNullException.ThrowIfNull(layer);
        CheckName(name);
        _parts.Add((name, layer, null, false));
        return layer;
    }

    /// <summary>Says that the layer learns a parameter.</summary>
    /// <param name="name">Its name in paths: not empty, without dots, of nothing else in this layer.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is none, or is taken.</exception>
    protected Parameter<T> Add(string name, Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckName(name);
        _parts.Add((name, null, parameter, false));
        return parameter;
    }

    /// <summary>Says that the layer keeps a tensor that no gradient leads to, such as a running mean. It is a part of the model's file.</summary>
    /// <param name="name">Its name in paths: not empty, without dots, of nothing else in this layer.</param>
    /// <param name="buffer">The tensor; to be updated by <see cref="Tape{T}.UpdateLater"/>.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The name is none, or is taken.</exception>
    protected Parameter<T> AddBuffer(string name, Parameter<T> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        CheckName(name);
        _parts.Add((name, null, buffer, true));
        return buffer;
    }

    /// <summary>Puts one of the layer's own parameters on the tape: as a constant where the layer is frozen.</summary>
    /// <param name="tape">The tape of the input.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Its node.</returns>
    protected Variable<T> Watch(Tape<T> tape, Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return IsFrozen ? tape.Watch(parameter).StopGradient() : tape.Watch(parameter);
    }

    private void SetFrozen(bool isFrozen)
    {
        IsFrozen = isFrozen;
        foreach (var part in _parts) part.Layer?.SetFrozen(isFrozen);
    }

    private void Collect(List<LayerTensor<T>> tensors, string prefix, HashSet<object> known)
    {
        foreach (var (name, layer, parameter, isBuffer) in _parts)
        {
            if (layer is not null && known.Add(layer)) layer.Collect(tensors, $"{prefix}{name}.", known);
            if (parameter is not null && known.Add(parameter)) tensors.Add(new LayerTensor<T>(prefix + name, parameter, isBuffer, IsFrozen));
        }
    }

    private void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string kind = GetType().Name.Split('`')[0];
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal)) throw TrainingErrors.PartName(kind, name);
        foreach (var part in _parts)
        {
            if (part.Name == name) throw TrainingErrors.PartTwice(kind, name);
        }
    }
}
