namespace Autograd.Tests.Fuzz;

/// <summary>
/// Every public member, found by reflection, is called with arguments of every kind, many of them wrong: a result or an exception that
/// explains, never one from inside, never a process that ends, never a tape that does not work afterwards or keeps half of a refused call.
/// </summary>
public class HostileCallTests
{
    private const int Rounds = 5000;

    /// <summary>Some members need an object that few rounds have: so many rounds more are played until each was called.</summary>
    private const int MostRounds = 3 * Rounds;

    [Fact]
    public void Only_exceptions_that_explain_escape_and_every_tape_still_works()
    {
        using var calls = new HostileCalls();
        List<string> failures = [];
        string[] missed = [];
        for (int round = 0; failures.Count < 10 && (round < Rounds || (missed.Length > 0 && round < MostRounds)); round++)
        {
            failures.AddRange(calls.Run(round));
            if (round >= Rounds - 1 && (round + 1) % 100 == 0) missed = [.. PublicMembers.Calls.Where(call => !calls.Counts.ContainsKey(call)).Select(call => call.ToString())];
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        int answered = calls.Counts.Values.Sum(count => count.Answered), refused = calls.Counts.Values.Sum(count => count.Refused);
        Assert.True(answered + refused > 100_000 && answered > 50_000 && refused > 20_000, $"{answered} answers, {refused} refusals");
        Assert.True(missed.Length == 0, $"Never called: {string.Join("\n", missed)}");
    }

    /// <summary>
    /// The members of interfaces are called through what implements them: operations and layers of this test by the library, lanes by its
    /// formulas. Anything else that cannot be called has to be named here.
    /// </summary>
    [Fact]
    public void Members_that_cannot_be_called_are_those_of_interfaces_and_constructors_of_abstract_classes() =>
        Assert.DoesNotContain(PublicMembers.Uncallable, member => member.Why is not ("interface" or "constructor of an abstract class"));
}
