namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>Events: where they are found, which count, and how they end a solution.</summary>
public class OdeEventTests
{
    public static TheoryData<OdeMethod> Methods => Equations.Methods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void Zeros_of_a_sine_are_found_in_their_order_by_direction(OdeMethod method)
    {
        using var equation = new DifferentialEquation<double>(Equations.Oscillator, Equations.Tight(method))
        {
            Events = [new((t, y) => y[0]), new((t, y) => y[0]) { Direction = OdeEventDirection.Falling }, new((t, y) => y[0]) { Direction = OdeEventDirection.Rising }],
        };
        OdeSolution<double> solution = equation.Solve([0.0, 1], 0, 10);
        Assert.Equal([0, 0, 0, 1, 1, 2], solution.Events.Select(found => found.Index).Order());
        Assert.Equal([Math.PI, 2 * Math.PI, 3 * Math.PI], solution.Events.Where(found => found.Index == 0).Select(found => found.Time), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal([Math.PI, 3 * Math.PI], solution.Events.Where(found => found.Index == 1).Select(found => found.Time), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.All(solution.Events, found => Assert.Equal(1, Math.Abs(found.State[1]), 1e-7));
        Assert.Equal(StopReason.EndReached, solution.Reason);
    }

    [Fact]
    public void A_falling_ball_ends_at_the_ground_and_bounces_from_there()
    {
        using var equation = new DifferentialEquation<double>((t, y, p) => y.Tape.Stack(0, y.At(0, 1), (0 * y.At(0, 0)) - 9.81))
        {
            Events = [new((t, y) => y[0]) { IsTerminal = true, Direction = OdeEventDirection.Falling }],
        };
        double time = 0, height = 0, speed = 10;
        for (int bounce = 0; bounce < 3; bounce++)
        {
            OdeSolution<double> flight = equation.Solve([height, speed], time, 100);
            Assert.Equal(StopReason.Event, flight.Reason);
            Assert.Equal(2 * speed / 9.81, flight.End - time, 1e-9);
            Assert.Equal(flight.End, flight.Events[0].Time);
            Assert.Equal(0, flight.Last()[0], 1e-9);
            Assert.Equal(flight.Last()[1], flight.At(flight.End)[1], 1e-12);
            Assert.Throws<ArgumentOutOfRangeException>(() => flight.At(flight.End + 1e-6));
            (time, height, speed) = (flight.End, 0, -0.8 * flight.Last()[1]);
        }
    }

    [Fact]
    public void Of_two_terminal_events_in_a_step_the_earlier_ends_it_backwards_too()
    {
        using var equation = new DifferentialEquation<double>((t, y, p) => 0 * y)
        {
            Events = [new((t, y) => t + 0.5) { IsTerminal = true }, new((t, y) => t + 0.25), new((t, y) => t - 1)],
        };
        OdeSolution<double> solution = equation.Solve([1.0], 0, -3);
        Assert.Equal((StopReason.Event, -0.5), (solution.Reason, solution.End));
        Assert.Equal([1, 0], solution.Events.Select(found => found.Index));
        Assert.Equal(1, solution.At(-0.3)[0]);
    }

    [Fact]
    public void An_event_that_is_not_a_number_is_loud()
    {
        using var equation = new DifferentialEquation<double>(Equations.Swing) { Events = [new((t, y) => Math.Log(0.5 - t))] };
        Assert.StartsWith("DifferentialEquation: the function of event 0 is NaN at t = ", Assert.Throws<InvalidOperationException>(() => equation.Solve([1.0], 0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_tape_there_are_none()
    {
        using var tape = new Tape<double>();
        using var equation = new DifferentialEquation<double>(Equations.Swing) { Events = [new((t, y) => y[0])] };
        Assert.Throws<InvalidOperationException>(() => equation.Solve(tape.Variable([1.0]), tape.Constant([0.0, 1])));
    }
}
