using System.Globalization;

namespace Autograd.Tests.Tape;

/// <summary>The texts of variables, and of their tape: what can be read is printed, whatever has been updated since.</summary>
public partial class VariableTests
{
    [Fact]
    public void A_value_that_is_held_is_printed_after_an_update()
    {
        using var tape = new Tape<double>();
        var p = new Parameter<double>("p", [2], [3.0, 4]);
        var x = tape.Variable([1.0, 2], [2], "x");
        var w = tape.Watch(p);
        var loss = (w * x).Sum().Named();
        Gradients<double> gradients = loss.Backward();
        Assert.Equal("[3, 4]", gradients[x].ToString());
        p.Update()[0] = 100;
        Assert.Equal("11", $"{loss}");
        Assert.Equal("11.00", $"{loss:0.00}");
        Assert.Equal("[1, 2]", $"{x}");
    }

    /// <summary>The parameter, a view of it, and what was not computed before: their values at the time of the recording are gone.</summary>
    [Fact]
    public void What_is_gone_is_described()
    {
        using var tape = new Tape<double>();
        var p = new Parameter<double>("p", [1, 2], [3.0, 4]);
        var w = tape.Watch(p);
        Variable<double> view = w.Transpose(), loss = (w * w).Sum();
        Variable<double> pending = loss.Backward()[p];
        Assert.Equal("[[3, 4]]", $"{w}");
        p.Update()[0] = 100;
        Assert.Equal("p = Parameter [1, 2]", $"{w}");
        Assert.Equal("%1 = Permute [2, 1]", $"{view}");
        Assert.Equal("25", $"{loss}");
        Assert.StartsWith("%", $"{pending}", StringComparison.Ordinal);
        Assert.EndsWith("[1, 2]", $"{pending}", StringComparison.Ordinal);
        tape.Reset();
        Assert.Equal("a variable from before the tape was reset", $"{loss:0.00}");
        Assert.Equal("[[100, 4]]", $"{tape.Watch(p)}");
    }

    [Fact]
    public void A_tape_counts_its_nodes()
    {
        var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        tape.Variable(1f);
        Assert.Equal("Tape<Single>, Deferred: 1 node", tape.ToString());
        tape.Dispose();
        Assert.Equal("Tape<Single>, disposed", tape.ToString());
    }

    [Fact]
    public void A_deferred_value_is_printed_if_it_can_be_computed()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var p = new Parameter<double>("p", [], [3.0]);
        Variable<double> read = tape.Watch(p) * 2, pending = tape.Watch(p) * 3, apart = tape.Variable(2.0, "x").Exp();
        Assert.Equal("6", $"{read}");
        p.Update()[0] = 100;
        Assert.Equal("6", $"{read}");
        Assert.Equal($"%{pending.Index} = Multiply []", $"{pending}");
        Assert.Equal("7.38906", $"{apart}");
    }

    [Fact]
    public void Elements_take_a_format_and_a_culture()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.23456, -2, 1e-9], [3], "x");
        Assert.Equal("[1.23, -2.00, 0.00]", $"{x:0.00}");
        Assert.Equal("[1.23456, -2, 1E-09]", $"{x}");
        Assert.Equal("[1.23456, -2, 1E-09]", x.ToString("", null));
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        Assert.Equal("[1,235; -2,000; 0,000]", string.Create(comma, $"{x:0.000}"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("[1.23, -2.00, 0.00]", $"{x:0.00}");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
