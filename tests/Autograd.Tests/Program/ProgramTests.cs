namespace Autograd.Tests.Program;

public class ProgramTests
{
    private static readonly Operation<double> Add = new OperationCache<double>().Find(new AddOperation<double>());
    private static readonly Operation<double> Log = new OperationCache<double>().Find(new LogOperation<double>());

    [Fact]
    public void Nodes_are_appended_with_their_operands()
    {
        Program<double> program = Recorded(300);
        Assert.Equal(302, program.Count);
        Assert.Equal(302, program.Known);
        Assert.True(program.IsNew);
        Assert.Equal([], program.OperandsOf(program[0]).ToArray());
        Assert.Equal([299, 300], program.OperandsOf(program[301]).ToArray());
        Assert.Null(program.Expected);
    }

    [Fact]
    public void A_recording_repeats_the_one_before_as_long_as_operation_and_operands_are_the_same()
    {
        Program<double> program = Recorded(3);
        program.SetName(2, "name");
        Assert.Equal("name", program[2].Name);
        Assert.True(program.TryRestart());
        Assert.Equal(0, program.Count);
        Assert.Equal(5, program.Known);
        Assert.False(program.IsNew);
        Assert.Same(LeafOperation<double>.Variable, program.Expected);
        program.RepeatUntil(2);
        Assert.False(program.TryRepeat(Log, [0, 1]));
        Assert.False(program.TryRepeat(Add, [1, 0]));
        Assert.False(program.TryRepeat(Add, [0]));
        Assert.False(program.TryRepeat(Add, [0, 1, 1]));
        Assert.Equal(2, program.Count);
        Assert.True(program.TryRepeat(Add, [0, 1]));
        Assert.Null(program[2].Name);
        Assert.True(program.TryRepeat(Add, [1, 2]));
        Assert.True(program.TryRepeat(Add, [2, 3]));
        Assert.False(program.TryRepeat(Add, [3, 4]));
        Assert.False(program.IsNew);
    }

    [Fact]
    public void What_is_taken_back_stays_known_until_it_is_forgotten()
    {
        Program<double> program = Recorded(3);
        program.Truncate(3);
        Assert.Equal(3, program.Count);
        Assert.Equal(5, program.Known);
        Assert.True(program.TryRepeat(Add, [1, 2]));
        program.Truncate(3);
        program.ForgetRest();
        Assert.False(program.TryRepeat(Add, [1, 2]));
        int node = program.Append(Add, [0, 0], new Shape(2), isDifferentiable: true, isAdjoint: true);
        Assert.Equal(3, node);
        Assert.Equal([0, 0], program.OperandsOf(program[node]).ToArray());
        Assert.True(program[node].IsAdjoint);
        Assert.False(program[2].IsAdjoint);
    }

    [Fact]
    public void A_node_is_steep_behind_an_infinite_slope_if_it_is_differentiable()
    {
        Program<double> program = Recorded(1);
        int log = program.Append(Log, [0], new Shape(2), isDifferentiable: true), sum = program.Append(Add, [1, log], new Shape(2), isDifferentiable: true);
        int cut = program.Append(Add, [log, log], new Shape(2), isDifferentiable: false);
        Assert.False(program[2].IsSteep);
        Assert.True(program[log].IsSteep && program[sum].IsSteep);
        Assert.False(program[cut].IsSteep);
    }

    [Fact]
    public void Where_the_generations_begin_anew_nothing_may_stay_known()
    {
        var program = new Program<double> { Generation = uint.MaxValue - 2 };
        Assert.True(program.TryRestart());
        Assert.Equal(uint.MaxValue - 1, program.Generation);
        Assert.False(program.TryRestart());
        Assert.Equal(1u, program.Generation);
    }

    /// <summary>Two leaves, and sums of the last two nodes each.</summary>
    private static Program<double> Recorded(int sums)
    {
        var program = new Program<double>();
        for (int k = 0; k < 2; k++) program.Append(LeafOperation<double>.Variable, [], new Shape(2), isDifferentiable: true);
        for (int k = 0; k < sums; k++) program.Append(Add, [k, k + 1], new Shape(2), isDifferentiable: true);
        return program;
    }
}
