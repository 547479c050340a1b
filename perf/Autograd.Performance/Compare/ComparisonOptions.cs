using System.Globalization;

namespace Autograd.Performance;

/// <summary>What `compare` is told on the command line.</summary>
internal sealed record ComparisonOptions
{
    public const string Usage = """
        compare [--only NAME]... [--seconds S] [--evaluation eager|deferred] [--python PATH]
            --only        a workload by a part of its name; may be repeated
            --seconds     how long each workload is measured (default 8)
            --evaluation  how the tape of this library evaluates (default eager)
            --python      the interpreter that has PyTorch (default /usr/bin/python3)
        """;

    /// <summary>Both sides use one thread.</summary>
    public const int Threads = 1;

    public List<string> Only { get; } = [];

    public double Seconds { get; private set; } = 8;

    public TapeOptions Tape { get; private set; } = TapeOptions.Default;

    public string Python { get; private set; } = "/usr/bin/python3";

    /// <summary>Reads the arguments; null if there is one that is not understood.</summary>
    public static ComparisonOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ComparisonOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--only" when value.Length > 0:
                    options.Only.Add(value);
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds):
                    options.Seconds = seconds;
                    break;
                case "--evaluation" when Enum.TryParse(value, ignoreCase: true, out EvaluationMode evaluation):
                    options.Tape = options.Tape with { Evaluation = evaluation };
                    break;
                case "--python" when value.Length > 0:
                    options.Python = value;
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    /// <summary>Whether a workload is wanted.</summary>
    public bool Wants(CatalogEntry entry) => Only.Count == 0 || Only.Exists(part => entry.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
