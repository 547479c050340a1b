using System.Text;
using Spectre.Console;

namespace Autograd.Examples;

/// <summary>Where the examples write: a terminal with colors and bars, or nothing but text.</summary>
public static class Terminal
{
    /// <summary>The lines of a terminal as it is by default; what is set in them is set well.</summary>
    public const int NarrowestLine = 80;

    /// <summary>The console of this process: plain where its output goes to a file or a pipe.</summary>
    public static IAnsiConsole Open()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Console.IsOutputRedirected ? Plain(Console.Out) : AnsiConsole.Console;
    }

    /// <summary>A console that writes nothing but text: for files and pipes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="width">The length of the longest line.</param>
    public static IAnsiConsole Plain(TextWriter output, int width = NarrowestLine)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        return console;
    }

    /// <summary>Does work in steps, and shows how far it is below what it writes; removes that in the end. Without a terminal it only works.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="work">The work, which calls what it is given after each step.</param>
    public static void WithBar(IAnsiConsole console, int steps, Action<Action> work)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(work);
        if (console.Profile.Capabilities is not { Ansi: true, Interactive: true })
        {
            work(() => { });
            return;
        }

        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("training", maxValue: steps);
                work(() => task.Increment(1));
            });
    }
}
