using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Autograd;

/// <summary>A model as text: one line for each layer.</summary>
internal static class LayerTable
{
    /// <summary>As many columns as a console has at least.</summary>
    private const int MostColumns = 80;
    private const int LeastLayer = 16;
    private const int LeastPath = 8;

    /// <summary>The table.</summary>
    public static string Of<T>(Layer<T> model, Shape input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new LayerOutputs(model);
        using (var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred }))
        {
            outputs.Add(model, model.Forward(tape.Zeros(input), Pass.Inference with { Outputs = outputs }));
        }

        IReadOnlyList<LayerTensor<T>> tensors = model.Tensors;
        var known = new HashSet<object>(ReferenceEqualityComparer.Instance);
        List<object> around = [];
        List<string[]> rows = [["path", "layer", "output", "parameters", "bytes"]];
        AddRow(model, "");
        rows.Add(Row("total", "", "", tensors));
        LayerTensor<T>[] frozen = [.. tensors.Where(tensor => tensor.IsFrozen)];
        if (frozen.Length > 0) rows.Add(Row("of it frozen", "", "", frozen));
        return Text(rows);

        void AddRow(Layer<T> layer, string path)
        {
            around.Add(layer);
            bool isNew = known.Add(layer), isInner = path.Length > 0;
            if (isInner || layer.InnerLayers.Count == 0)
            {
                string kind = layer.InnerLayers.Count == 0 ? layer.ToString() : layer.GetType().Name.Split('`')[0];
                string output = outputs.Next(around)?.ToString() ?? "";
                string[] row = Row(path, kind, output, tensors.Where(tensor => FolderOf(tensor.Path) == path));
                rows.Add(isNew || layer.Tensors.Count == 0 ? row : [path, kind, output, "shared", ""]);
            }

            if (isNew)
            {
                foreach (var (name, inner) in layer.InnerLayers) AddRow(inner, isInner ? $"{path}.{name}" : name);
            }

            around.RemoveAt(around.Count - 1);
        }
    }

    private static string FolderOf(string path) => path.Contains('.', StringComparison.Ordinal) ? path[..path.LastIndexOf('.')] : "";

    private static string[] Row<T>(string path, string layer, string output, IEnumerable<LayerTensor<T>> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long parameters = 0, elements = 0;
        foreach (LayerTensor<T> tensor in tensors)
        {
            elements += tensor.Parameter.Shape.ElementCount;
            if (!tensor.IsBuffer) parameters += tensor.Parameter.Shape.ElementCount;
        }

        return [path, layer, output, Text(parameters), Text(elements * Unsafe.SizeOf<T>())];
    }

    private static string Text(long number) => number == 0 ? "" : number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The columns, aligned; where they take more than a console has, the end of a layer and the start of a path are cut off.</summary>
    private static string Text(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        int over = widths.Sum() + (2 * (widths.Length - 1)) - MostColumns;
        over -= Narrow(1, LeastLayer);
        Narrow(0, LeastPath);

        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            string path = row[0].Length > widths[0] ? "…" + row[0][^(widths[0] - 1)..] : row[0];
            string layer = row[1].Length > widths[1] ? row[1][..(widths[1] - 1)] + "…" : row[1];
            string line = $"{path.PadRight(widths[0])}  {layer.PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3].PadLeft(widths[3])}  {row[4].PadLeft(widths[4])}";
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();

        int Narrow(int column, int least)
        {
            int less = Math.Clamp(over, 0, Math.Max(0, widths[column] - least));
            widths[column] -= less;
            return less;
        }
    }
}
