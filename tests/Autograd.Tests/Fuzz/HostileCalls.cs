using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace Autograd.Tests.Fuzz;

/// <summary>
/// Rounds of calls with hostile arguments. A round depends on its number alone: <c>HostileCalls.Run(round)</c> repeats it. Before each call
/// its place is written to a file, so that also a call that ends the process is known.
/// </summary>
internal sealed class HostileCalls : IDisposable
{
    /// <summary>The calls of a round, which share a world.</summary>
    public const int CallsInRound = 25;

    /// <summary>The step from one member to the next, which comes to each of them: a prime number larger than their count.</summary>
    private const int Stride = 7919;

    /// <summary>
    /// Members made of several public calls of the core, which is all that they may use: where a later one is refused, what the earlier ones
    /// recorded stays. (What the code of a hostile operation did to another tape stays, too.)
    /// </summary>
    private static readonly string[] Composed = ["Linear<", "Embedding<", "Sequential<", "ActivationLayer<", "Layer<", "Optimizer<"];

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _place =
        File.OpenHandle(Path.Combine(AppContext.BaseDirectory, "hostile-call.txt"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

    /// <summary>For each member how often it gave a result and how often it was refused.</summary>
    public Dictionary<MemberCall, (int Answered, int Refused)> Counts { get; } = [];

    /// <summary>Whether an exception is one that the documentation names; those that hostile code threw pass through.</summary>
    public static bool Explains(Exception exception) => exception switch
    {
        HostileException => true,
        ArgumentException or InvalidOperationException or NotSupportedException or OperationCanceledException => exception.Message.Length > 20,
        GradientCheckException or NonFiniteException or XmlException or FormatException or IOException or InvalidDataException or UnauthorizedAccessException => true,
        _ => false,
    };

    public void Dispose() => _place.Dispose();

    /// <summary>Plays a round, and returns what went wrong.</summary>
    public List<string> Run(int round)
    {
        var random = new Random(round);
        bool isSingle = round % 3 == 0;
        var values = new HostileValues(random, isSingle);
        IReadOnlyList<MemberCall> members = isSingle ? PublicMembers.Single : PublicMembers.Double;
        var failures = new List<string>();

        // Counted by themselves: where rounds of the other type came between, and their count fitted that of the members, some were never reached.
        int turn = isSingle ? round / 3 : round - (round / 3) - 1;
        for (int number = 0; number < CallsInRound; number++)
        {
            MemberCall member = members[(int)(((turn * (long)CallsInRound) + number) * Stride % members.Count)];
            object?[] arguments = values.Arguments(member);
            if (member.HasInstance && arguments[0] is null) continue;
            if (member.IsInitializer) arguments[0] = CopyOf(arguments[0]!);
            string place = $"round {round}, call {number}: {member}";
            RandomAccess.Write(_place, Encoding.UTF8.GetBytes(place.PadRight(200)), 0);
            int[] before = [.. values.NodeCounts];
            try
            {
                object? result = member.RefStruct is { } refStruct ? CallOnRefStruct(refStruct, member, arguments, values) : member.Invoke(arguments);
                Count(member, isRefused: false);
                values.Keep(member.IsInitializer ? arguments[0] : result);
            }
            catch (Exception exception)
            {
                Count(member, isRefused: true);
                values.Keep(exception);
                if (!Explains(exception)) failures.Add($"{place}({Text(arguments)}): {exception}");
                bool isComposed = member.RefStruct is not null || arguments.Any(HostileValues.IsOperation) || Composed.Any(name => member.ToString().StartsWith(name, StringComparison.Ordinal));
                if (!isComposed && !before.SequenceEqual(values.NodeCounts)) failures.Add($"{place}({Text(arguments)}) was refused and left nodes behind: {exception}");
            }

            try
            {
                values.Check(all: number == CallsInRound - 1);
            }
            catch (Exception exception)
            {
                failures.Add($"{place}({Text(arguments)}) left a tape broken: {exception}");
                break;
            }
        }

        return [.. failures, .. values.Failures.Select(failure => $"round {round}, for an argument: {failure}")];
    }

    /// <summary>What a <c>with</c> expression, or one behind <c>new</c>, initializes.</summary>
    private static object? CopyOf(object instance) =>
        instance is ValueType
            ? RuntimeHelpers.GetObjectValue(instance)
            : (instance.GetType().GetMethod("<Clone>$") ?? typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!).Invoke(instance, null);

    private static object? CallOnRefStruct(Type refStruct, MemberCall member, object?[] arguments, HostileValues values) =>
        refStruct.GetGenericArguments()[0] == typeof(float) ? CallInOperation<float>(member, arguments, values) : CallInOperation<double>(member, arguments, values);

    /// <summary>Calls a member of what a kernel or a rule is given, from there; or of a default one.</summary>
    private static object? CallInOperation<T>(MemberCall member, object?[] arguments, HostileValues values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var probe = new Probe<T>(member, arguments);
        if ((bool)values.Of(typeof(bool))!)
        {
            Operands<T> operands = default;
            Strided<T> strided = default;
            VjpContext<T> context = default;
            probe.Call(in operands);
            probe.Call(in strided);
            probe.Call(in context);
            return probe.Result;
        }

        using var tape = new Tape<T>();
        Variable<T> x = tape.Variable([T.One, T.Zero, T.One], [3]), y = tape.Record(new ProbeOperation<T>(probe), x, tape.Indices([1, 0]).Node);
        y.Sum().Backward();
        Assert.True(probe.WasCalled, $"{member} was not called.");
        return probe.Result;
    }

    private static string Text(object?[] arguments) => string.Join("; ", arguments.Select(TextOf));

    private static string TextOf(object? argument)
    {
        try
        {
            return argument switch
            {
                null => "null",
                string text => $"\"{text}\"",
                Part part => $"{part.Start}+{part.Length} of {TextOf(part.Array)}",
                Array array => $"[{string.Join(", ", array.Cast<object?>().Select(TextOf))}]",
                Variable<double> variable => $"{{{variable.Shape}: {variable}}}",
                Variable<float> variable => $"{{{variable.Shape}: {variable}}}",
                _ => argument.ToString() ?? "",
            };
        }
        catch (Exception exception)
        {
            return $"<{argument!.GetType().Name}: {exception.Message}>";
        }
    }

    private void Count(MemberCall member, bool isRefused)
    {
        (int answered, int refused) = Counts.GetValueOrDefault(member);
        Counts[member] = isRefused ? (answered, refused + 1) : (answered + 1, refused);
    }
}
