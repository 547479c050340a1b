using System.Globalization;

namespace Autograd.Mutants;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    public const string Usage = """
        dotnet run -c Release --project eng/Mutants -- [--sample N] [--seed S] [--seconds T] [--only PART] [--numbers N,N...] [--workers W] [--reached known] [--work FOLDER]
            --sample   how many changes are tried, drawn at random (200)
            --seed     of the draw (1)
            --seconds  how long the tests of one change may take (60)
            --only     files whose path has this in it
            --numbers  only these of the draw, such as the survivors of the run before
            --workers  how many are tried at a time (2)
            --reached  known: which tests reach what is taken from the run before, of the same draw
            --work     where the copy of the repository lies (artifacts/mutants)
        """;

    public int Sample { get; private set; } = 200;

    public int Seed { get; private set; } = 1;

    public int Seconds { get; private set; } = 60;

    public string Only { get; private set; } = "";

    public HashSet<int>? Numbers { get; private set; }

    public int Workers { get; private set; } = 2;

    public bool IsReachKnown { get; private set; }

    public string Work { get; private set; } = Path.Combine("artifacts", "mutants");

    /// <summary>Reads the arguments; null if there is one that is not understood.</summary>
    public static Options? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length) return null;
            string value = arguments[i + 1];
            bool isNumber = int.TryParse(value, CultureInfo.InvariantCulture, out int number);
            switch (arguments[i])
            {
                case "--sample" when isNumber: options.Sample = number; break;
                case "--seed" when isNumber: options.Seed = number; break;
                case "--seconds" when isNumber: options.Seconds = number; break;
                case "--workers" when isNumber: options.Workers = number; break;
                case "--reached" when value == "known": options.IsReachKnown = true; break;
                case "--only": options.Only = value; break;
                case "--numbers": options.Numbers = [.. value.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))]; break;
                case "--work": options.Work = value; break;
                default: return null;
            }
        }

        return options;
    }
}
