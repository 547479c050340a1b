using System.Xml.Linq;

namespace Autograd.Examples.Greeks;

public sealed class ProgramTests : IDisposable
{
    private static readonly Settings Small = new() { Heston = new(16, 128), Credit = new(16, 128), Libor = new(16, 32), Smiles = 16 };

    private readonly string _folder = Directory.CreateTempSubdirectory("greeks-").FullName;

    [Fact]
    public void EveryCheckHolds_AndTheReportIsPlainTextThatFits()
    {
        using StringWriter output = new();
        Assert.True(Program.Run(Terminal.Plain(output), Small, _folder), output.ToString());
        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.DoesNotContain('\x1b', text);
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));

        // The numbers are those of a seed, on every machine.
        Assert.Contains("   price                   6.2073     0.2536      6.6943", lines);
        Assert.Contains("   CVA                     0.3979   0.008626      0.3927", lines);
        Assert.Contains("   all swaptions          52.1393     3.5344", lines);
        Assert.Contains("   0.0481   0.3377   0.3397   0.0610  -0.1614  -1.0812   0.7388   0.7388", lines);
        Assert.Equal(["greeks-credit.svg", "greeks-libor.svg", "greeks-sabr.svg"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(_folder), file => Assert.Equal("svg", XElement.Parse(File.ReadAllText(file)).Name.LocalName));
    }

    [Fact]
    public void AReport_RemembersWhatDoesNotHold()
    {
        using StringWriter output = new();
        Report near = new(Terminal.Plain(output)), far = new(Terminal.Plain(output)), differs = new(Terminal.Plain(output)), wrong = new(Terminal.Plain(output));
        near.Compare("a", new Estimate(1, 0.1), 1.39, 0, 1.00001);
        far.Compare("a", new Estimate(1, 0.1), 1.41, 0);
        differs.Compare("a", 1, 1.001);
        wrong.Row([1], 2, 2.1);
        Assert.Equal((true, false, false, false), (near.Holds, far.Holds, differs.Holds, wrong.Holds));
        Assert.Equal(3, output.ToString().Count(character => character == '!'));
    }

    [Fact]
    public void Differences_LeaveInputsAsTheyWere()
    {
        using HestonCall call = Small.CreateHeston();
        double[] before = [.. call.Inputs];
        double spot = Differences.By(call, 0), dividend = Differences.By(call, 7), both = Differences.Along(call, 6, 2);
        Assert.Equal(before, call.Inputs);
        Assert.True(spot > 0 && dividend < 0);
        Assert.Equal(Differences.By(call, 6) + dividend, both, 1e-2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
