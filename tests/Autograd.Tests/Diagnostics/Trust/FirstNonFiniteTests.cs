using System.Numerics;

namespace Autograd.Tests.Diagnostics.Trust;

/// <summary>FirstNonFinite names the fault of every seeded program, however the program is evaluated.</summary>
public class FirstNonFiniteTests
{
    private static readonly (string Name, TapeOptions Options, long? ColdNodes)[] Ways =
    [
        ("eager", new TapeOptions(), null),
        ("deferred", new TapeOptions { Evaluation = EvaluationMode.Deferred }, null),
        ("deferred, planned at once", new TapeOptions { Evaluation = EvaluationMode.Deferred }, 0),
        ("on three threads", new TapeOptions { MaxDegreeOfParallelism = 3 }, 0),
        ("within a budget", new TapeOptions { Evaluation = EvaluationMode.Deferred, MemoryBudget = 1 << 16 }, null),
    ];

    public static TheoryData<string> Names => [.. SeededFaults<double>.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seeded_fault_is_named_in_double(string name) => Check(SeededFaults<double>.All.Single(fault => fault.Name == name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seeded_fault_is_named_in_float(string name) => Check(SeededFaults<float>.All.Single(fault => fault.Name == name));

    private static void Check<T>(SeededFault<T> fault)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var (way, options, coldNodes) in Ways)
        {
            using var tape = new Tape<T>(options);
            if (coldNodes is { } nodes) tape.Plans.ColdNodes = nodes;
            string found = fault.Run(tape)?.ToString() ?? "nothing";
            Assert.True(found.StartsWith(fault.Born, StringComparison.Ordinal), $"{fault.Name}, {way}:\n{found}\n{fault.Born}");
        }
    }
}
