using System.Globalization;

namespace Autograd.Examples.Derivation;

/// <summary>The nonlinearity between the layers.</summary>
internal enum Activation
{
    Sigmoid,
    Tanh,
    Relu,
    Softplus,
}

/// <summary>What the network's output is measured by.</summary>
internal enum Loss
{
    /// <summary>Half the squared error per example.</summary>
    Squared,

    /// <summary>The cross-entropy of the softmax of the last layer.</summary>
    CrossEntropy,
}

/// <summary>What the command line asks for.</summary>
/// <param name="Layers">The sizes of the layers, inputs first.</param>
/// <param name="Activation">The nonlinearity.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Batch">The number of examples side by side; 0 for a single one, written as vectors.</param>
/// <param name="Directory">Where derivation.md and graph.html go; null if nothing is to be written.</param>
internal sealed record Settings(IReadOnlyList<int> Layers, Activation Activation, Loss Loss, int Batch, string? Directory)
{
    public const int LargestLayer = 64;
    public const int MostLayers = 12;
    public const int LargestBatch = 64;

    /// <summary>How the program is called.</summary>
    public static string Usage { get; } = $"""
        Derives backpropagation for a network of the size you name, prints why each equation looks as it does,
        and checks each line against numbers.

        usage: Derivation [sizes] [--activation NAME] [--loss NAME] [--batch N] [--output DIRECTORY]

          sizes         the layers from inputs to outputs, such as 2-3-1 (the default) or 4-8-8-3:
                        2 to {MostLayers} numbers from 1 to {LargestLayer}
          --activation  sigmoid (the default), tanh, relu or softplus
          --loss        squared (the default) or cross-entropy, which takes the last layer as logits of 2 or more classes
          --batch       the number of examples, 1 to {LargestBatch}; without it a single one, written as vectors
          --output      an existing directory for derivation.md, with typeset formulas, and graph.html, to pan and
                        click; without it nothing is written

        examples: Derivation
                  Derivation 4-8-8-3 --activation tanh --loss cross-entropy --batch 5
        """;

    /// <summary>The settings of a command line.</summary>
    /// <exception cref="FormatException">It is wrong; the message says what was given and what is expected.</exception>
    public static Settings Parse(IReadOnlyList<string> arguments)
    {
        var settings = new Settings([2, 3, 1], Activation.Sigmoid, Loss.Squared, 0, Directory: null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int k = 0; k < arguments.Count; k++)
        {
            string option = arguments[k];
            bool isOption = option.StartsWith('-');
            if (!seen.Add(isOption ? option : "sizes")) throw new FormatException(isOption ? $"{option} is given twice." : $"Sizes are given twice; the second are '{option}'.");
            if (!isOption)
            {
                settings = settings with { Layers = Sizes(option) };
                continue;
            }

            if (option is not ("--activation" or "--loss" or "--batch" or "--output")) throw new FormatException($"There is no option '{option}'.");
            if (k + 1 == arguments.Count) throw new FormatException($"{option} needs a value behind it.");
            string value = arguments[++k];
            settings = option switch
            {
                "--activation" => settings with { Activation = Choice<Activation>(option, value) },
                "--loss" => settings with { Loss = Choice<Loss>(option, value) },
                "--batch" => settings with { Batch = Whole(option, value, LargestBatch) },
                _ => settings with { Directory = System.IO.Directory.Exists(value) ? value : throw new FormatException($"--output: there is no directory '{value}'.") },
            };
        }

        if (settings.Loss == Loss.CrossEntropy && settings.Layers[^1] < 2)
        {
            throw new FormatException($"--loss cross-entropy needs 2 or more outputs; the last layer has {settings.Layers[^1]}.");
        }

        return settings;
    }

    private static int[] Sizes(string text)
    {
        string[] parts = text.Split('-');
        if (parts.Length < 2) throw new FormatException($"Sizes are numbers with '-' between them, such as 2-3-1; given is '{text}'.");
        if (parts.Length > MostLayers) throw new FormatException($"'{text}' has {parts.Length} numbers; the most is {MostLayers}.");
        return [.. parts.Select(part => Whole($"sizes '{text}'", part, LargestLayer))];
    }

    private static int Whole(string what, string text, int largest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= largest
            ? number
            : throw new FormatException($"{what}: '{text}' is not a whole number from 1 to {largest}.");

    private static TEnum Choice<TEnum>(string option, string text)
        where TEnum : struct, Enum
    {
        foreach (TEnum value in Enum.GetValues<TEnum>())
        {
            if (Word(value) == text) return value;
        }

        throw new FormatException($"{option}: '{text}' is none of {string.Join(", ", Enum.GetValues<TEnum>().Select(Word))}.");
    }

    /// <summary>The word of the command line for a choice.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value is Loss.CrossEntropy ? "cross-entropy" : value.ToString().ToLowerInvariant();
}
