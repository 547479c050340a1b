using System.Numerics;

namespace Autograd;

/// <summary>
/// All that a training consists of at one moment, in one file: parameters and buffers, the states and steps of optimizers, random generators, the order of the data and
/// the position in it, the numbers that dropouts follow from. A training that goes on from there computes the same bits as one that was never interrupted, whatever the
/// seeds that its parts were made anew with.
/// </summary>
/// <remarks>
/// The file is a safetensors file: the tensors of the model stand there under their paths, so that <see cref="Safetensors.Load{T}(string, Layer{T})"/> reads the
/// model alone. It is written aside and then renamed: a training that is killed while it writes leaves the checkpoint before.
/// </remarks>
/// <example>
/// <code>
/// var checkpoint = new Checkpoint&lt;float&gt;(network, optimizer) { Randoms = [random], Loaders = [loader] };
/// if (File.Exists("run.safetensors")) checkpoint.Load("run.safetensors");
/// while (loader.Position.Epoch &lt; 10)
/// {
///     foreach (Batch&lt;float, int&gt; batch in loader.RestOfEpoch()) { … }
///     checkpoint.Save("run.safetensors");
/// }
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Checkpoint<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Version = "checkpoint";
    private const string NotePrefix = "note.";
    private const string Choices = "choices";

    private readonly Func<IEnumerable<NamedParameter<T>>> _parameters;
    private readonly Optimizer<T>[] _optimizers;
    private readonly Layer<T>? _model;

    /// <summary>A checkpoint of a model and what trains it.</summary>
    /// <param name="model">The model: all its parameters and buffers belong to it, under their paths.</param>
    /// <param name="optimizers">The optimizers.</param>
    public Checkpoint(Layer<T> model, params ReadOnlySpan<Optimizer<T>> optimizers)
        : this(() => ParameterNames.Of(model), optimizers)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>A checkpoint of parameters and what trains them.</summary>
    /// <param name="parameters">The parameters, each with a name of its own.</param>
    /// <param name="optimizers">The optimizers.</param>
    public Checkpoint(IEnumerable<Parameter<T>> parameters, params ReadOnlySpan<Optimizer<T>> optimizers)
        : this(() => ParameterNames.Sorted(parameters, "Checkpoint"), optimizers) => ArgumentNullException.ThrowIfNull(parameters);

    private Checkpoint(Func<IEnumerable<NamedParameter<T>>> parameters, ReadOnlySpan<Optimizer<T>> optimizers)
    {
        foreach (Optimizer<T> optimizer in optimizers) ArgumentNullException.ThrowIfNull(optimizer, nameof(optimizers));
        _parameters = parameters;
        _optimizers = optimizers.ToArray();
    }

    /// <summary>The random generators that the training draws from.</summary>
    public IReadOnlyList<RandomGenerator> Randoms { get; init => field = WithoutNull(value); } = [];

    /// <summary>The loaders of its data.</summary>
    public IReadOnlyList<IDataLoader> Loaders { get; init => field = WithoutNull(value); } = [];

    /// <summary>Tensors that belong to the training and neither to the model nor to an optimizer, such as averages of the parameters.</summary>
    public IReadOnlyList<Parameter<T>> Others { get; init => field = WithoutNull(value); } = [];

    /// <summary>Texts of one's own: the best loss so far, the state of a schedule. They are written by Save, and replaced by Load.</summary>
    public IDictionary<string, string> Notes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Writes all of it. A file of that name is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">Two parameters have the same name, or a name or note cannot be written.</exception>
    /// <exception cref="IOException">The file cannot be written; then the one that was there is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { [Version] = "1" };
        for (int k = 0; k < _optimizers.Length; k++)
        {
            texts.Add($"optimizer.{k}", KindOf(_optimizers[k]));
            texts.Add($"optimizer.{k}.steps", CheckpointText.Of(_optimizers[k].StepCount));
            texts.Add($"optimizer.{k}.rate", CheckpointText.Of(_optimizers[k].LearningRate));
        }

        for (int k = 0; k < Randoms.Count; k++) texts.Add($"random.{k}", CheckpointText.Of(Randoms[k].State));
        for (int k = 0; k < Loaders.Count; k++) texts.Add($"loader.{k}", CheckpointText.Of(Loaders[k]));
        foreach (var (key, layer) in ChoosingLayers()) texts.Add(key, CheckpointText.Of(layer.Choices.GetValueOrDefault()));
        foreach (var (key, text) in Notes) texts.Add(NotePrefix + key, text);
        Safetensors.Write(path, Tensors("Save"), texts);
    }

    /// <summary>Reads all of it, into the model, optimizers, generators and loaders that there are. If it throws, nothing has changed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or one of something else.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var changes = new List<Action>();
        using FileStream file = File.OpenRead(path);
        Dictionary<string, string> texts = Safetensors.Read(file, Tensors("Load"), texts => Check(texts, changes));
        foreach (Action change in changes) change();
        Notes.Clear();
        foreach (var (key, text) in texts)
        {
            if (key.StartsWith(NotePrefix, StringComparison.Ordinal)) Notes.Add(key[NotePrefix.Length..], text);
        }
    }

    /// <summary>Refuses texts that do not fit, and notes what is to be done once the tensors are read.</summary>
    private void Check(Dictionary<string, string> texts, List<Action> changes)
    {
        if (!texts.TryGetValue(Version, out string? version) || version != "1") throw FileErrors.Checkpoint("it is no checkpoint, or one of a later version");
        for (int k = 0; k < _optimizers.Length; k++)
        {
            Optimizer<T> optimizer = _optimizers[k];
            string kind = KindOf(optimizer), found = Find(texts, $"optimizer.{k}");
            if (found != kind) throw FileErrors.Checkpoint($"its optimizer {k} is {found}; {kind} is given");
            long steps = CheckpointText.ToCount(Find(texts, $"optimizer.{k}.steps")) ?? throw FileErrors.Checkpoint($"its optimizer.{k}.steps are no number, 0 or more");
            double rate = CheckpointText.ToNumber(Find(texts, $"optimizer.{k}.rate")) ?? throw FileErrors.Checkpoint($"its optimizer.{k}.rate is no number, 0 or more");
            changes.Add(() => (optimizer.StepCount, optimizer.LearningRate) = (steps, rate));
        }

        for (int k = 0; k < Randoms.Count; k++)
        {
            RandomGenerator random = Randoms[k];
            RandomGeneratorState state = CheckpointText.ToRandomState(Find(texts, $"random.{k}")) ?? throw FileErrors.Checkpoint($"its random.{k} is no state of a random generator");
            changes.Add(() => random.State = state);
        }

        for (int k = 0; k < Loaders.Count; k++)
        {
            IDataLoader loader = Loaders[k];
            var (position, seed) = CheckpointText.ToPosition(Find(texts, $"loader.{k}"), loader) ?? throw FileErrors.Checkpoint($"its loader.{k} is no position in data of {loader.BatchCount} batches");
            changes.Add(() => (loader.Seed, loader.Position) = (seed, position));
        }

        Dictionary<string, Layer<T>> choosing = ChoosingLayers();
        foreach (var (key, layer) in choosing)
        {
            ulong choices = CheckpointText.ToNumber64(Find(texts, key)) ?? throw FileErrors.Checkpoint($"its {key} is no number");
            changes.Add(() => layer.Choices = choices);
        }

        IEnumerable<string> others = texts.Keys.Where(key => key.Split('.')[0] == Choices && !choosing.ContainsKey(key)).Order(StringComparer.Ordinal);
        foreach (string more in (string[])[$"optimizer.{_optimizers.Length}", $"random.{Randoms.Count}", $"loader.{Loaders.Count}", .. others])
        {
            if (texts.ContainsKey(more)) throw FileErrors.Checkpoint($"it has {more}, and none was given for it");
        }
    }

    /// <summary>The layers that leave something to chance in training, by their paths; one that stands at several places by the first.</summary>
    private Dictionary<string, Layer<T>> ChoosingLayers()
    {
        var layers = new Dictionary<string, Layer<T>>(StringComparer.Ordinal);
        var known = new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (_model is not null) Add(_model, Choices);
        return layers;

        void Add(Layer<T> layer, string path)
        {
            if (!known.Add(layer)) return;
            if (layer.Choices is not null) layers.Add(path, layer);
            foreach (var (name, inner) in layer.InnerLayers) Add(inner, $"{path}.{name}");
        }
    }

    private static IReadOnlyList<TItem> WithoutNull<TItem>(IReadOnlyList<TItem> items)
        where TItem : class
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (TItem? item in items) ArgumentNullException.ThrowIfNull(item, nameof(items));
        return [.. items];
    }

    private static string Find(Dictionary<string, string> texts, string key) =>
        texts.TryGetValue(key, out string? text) ? text : throw FileErrors.Checkpoint($"it has no {key}");

    /// <summary>The parameters, and the states of the optimizers by their places, since parameters of several layers may have the same name.</summary>
    private NamedParameter<T>[] Tensors(string caller)
    {
        var tensors = new List<NamedParameter<T>>(_parameters());
        for (int k = 0; k < _optimizers.Length; k++)
        {
            IReadOnlyList<Parameter<T>> states = _optimizers[k].States;
            for (int s = 0; s < states.Count; s++) tensors.Add(new NamedParameter<T>($"optimizer.{k}.{s}.{states[s].Name}", states[s]));
        }

        for (int k = 0; k < Others.Count; k++) tensors.Add(new NamedParameter<T>($"other.{k}.{Others[k].Name}", Others[k]));
        return ParameterNames.Sorted(tensors, caller);
    }

    private static string KindOf(Optimizer<T> optimizer) => optimizer.GetType().Name.Split('`')[0];
}
