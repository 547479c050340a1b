using System.Runtime.CompilerServices;

namespace Autograd.Tests.Recording;

public class CallSiteTests
{
    private static readonly TapeOptions Recording = new() { RecordCallSites = true };

    [Fact]
    public void A_node_knows_the_line_that_recorded_it()
    {
        using var tape = new Tape<double>(Recording);
        var x = tape.Variable([1.0, 2.0], [2]);
        int line = Line();
        var y = x.Exp();
        var z = y
            * 2;
        AssertSite(line - 1, x);
        AssertSite(line + 1, y);
        AssertSite(line + 2, z);
    }

    [Fact]
    public void Adjoint_nodes_belong_to_the_line_that_called_Backward()
    {
        using var tape = new Tape<double>(Recording);
        var x = tape.Variable([1.0, 2.0], [2]);
        var loss = x.Sigmoid().Sum();
        int line = Line();
        var gradients = loss.Backward();
        AssertSite(line + 1, gradients[x]);
        for (int node = loss.Index + 1; node < tape.NodeCount; node++) AssertSite(line + 1, tape.At(node));
    }

    [Fact]
    public void After_a_reset_the_sites_are_those_of_the_new_recording()
    {
        using var tape = new Tape<double>(Recording);
        tape.Variable(1.0);
        tape.Reset();
        int line = Line();
        var x = tape.Variable(1.0);
        AssertSite(line + 1, x);
    }

    [Fact]
    public void Without_the_option_no_site_is_known_and_nothing_is_kept()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(1.0).Exp();
        Assert.Null(x.CallSite);
        for (int repeat = 0; repeat < 3; repeat++) Record(tape);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Record(tape);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("/home/user/Digits.cs", "Digits.cs:7")]
    [InlineData("C:\\work\\Digits.cs", "Digits.cs:7")]
    [InlineData("Digits.cs", "Digits.cs:7")]
    public void Its_text_is_the_file_without_folders_and_the_line(string file, string expected) =>
        Assert.Equal(expected, new CallSite(file, 7).ToString());

    [Fact]
    public void The_default_is_no_line()
    {
        Assert.Equal("", default(CallSite).ToString());
        Assert.Equal("", default(CallSite).FileName);
    }

    private static void Record(Tape<double> tape)
    {
        tape.Reset();
        tape.Variable(1.0).Exp().Sin().Backward();
    }

    private static void AssertSite(int line, Variable<double> node) =>
        Assert.Equal($"{nameof(CallSiteTests)}.cs:{line}", node.CallSite?.ToString());

    private static int Line([CallerLineNumber] int line = 0) => line;
}
