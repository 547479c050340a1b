namespace Autograd.Tests.Evaluation;

public class PlanTextTests
{
    /// <summary>The 2-3-1 network of the notes in deferred mode: the first recording, and what is known from the second on.</summary>
    [Fact]
    public void The_plans_of_the_2_3_1_network()
    {
        using Tape<double> tape = Drafts.Deferred();
        Parameter<double>[] parameters = [new("W1", [3, 2]), new("b1", [3]), new("w2", [3]), new("b2", [])];
        string text = "";
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Constant([0.0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
            var h = (x.MatMul(tape.Watch(parameters[0]).Transpose()) + tape.Watch(parameters[1])).Sigmoid();
            var z = (h.MatMul(tape.Watch(parameters[2])) + tape.Watch(parameters[3])).Sigmoid();
            var loss = z.HalfMeanSquaredError(tape.Constant([0.0, 1, 1, 0], [4]));
            _ = loss.Scalar;
            Gradients<double> gradients = loss.Backward();
            foreach (Parameter<double> parameter in parameters) _ = gradients[parameter].Span;
            string now = string.Join("\n\n", tape.Plans.Run.ToArray().Select(plan => PlanText.Of(plan, tape.Program)));
            if (step == 2) Assert.Equal(text, now);
            text = now;
        }

        Assert.Equal(Expected, text);
    }

    /// <summary>A sum stands behind the elements with which it is computed; the arithmetic of products and convolutions counts.</summary>
    [Fact]
    public void The_plan_of_a_sum_of_what_a_convolution_gives()
    {
        using Tape<double> tape = Drafts.Deferred();
        tape.Plans.Planner.ShortestSum = 1;
        var x = tape.Variable(new double[2 * 3 * 5 * 5], [2, 3, 5, 5]);
        var loss = (x.Convolution(tape.Variable(new double[4 * 3 * 3 * 3], [4, 3, 3, 3])) + 1).Square().Sum(0, 2, 3).Sin().Sum();
        _ = loss.Scalar;
        Assert.Equal(
            """
            1. Convolution [2, 4, 3, 3]: %2 Convolution (held); 2640 bytes moved, 1944 multiply-adds
            2. Elements [2, 4, 3, 3]: %4 Add, %5 Square, %6 Sum (held); 616 bytes moved, 216 multiply-adds
            3. Elements [4]: %7 Sin, %8 Sum (held); 40 bytes moved, 8 multiply-adds
            3 steps, 768 bytes of memory, 3296 bytes moved, 2168 multiply-adds
            """,
            PlanText.Of(tape.Plans.Run[0], tape.Program));
    }

    private const string Expected = """
        1. MatMul [4, 3]: %3 MatMul; 208 bytes moved, 24 multiply-adds
        2. Elements [4, 3]: %5 Add (held), %6 Sigmoid (held); 312 bytes moved, 24 multiply-adds
        3. MatMul [4, 1]: %9 MatMul; 152 bytes moved, 12 multiply-adds
        4. Elements [4]: %12 Add (held), %13 Sigmoid (held), %15 Subtract (held), %16 Square; 200 bytes moved, 16 multiply-adds
        5. Sum []: %17 Sum; 40 bytes moved, 4 multiply-adds
        6. Divide []: %19 Divide (held); 24 bytes moved, 1 multiply-adds
        6 steps, 640 bytes of memory, 936 bytes moved, 81 multiply-adds

        1. Elements []: %21 Reciprocal, %22 ScaledBy; 24 bytes moved, 2 multiply-adds
        2. Elements [4]: %24 Add, %25 ScaledBy, %26 SigmoidSlope, %27 ScaledBy; 192 bytes moved, 16 multiply-adds
        3. Sum []: %28 Sum (held); 40 bytes moved, 4 multiply-adds
        4. MatMul [4, 3]: %31 MatMul; 152 bytes moved, 12 multiply-adds
        5. MatMul [3, 1]: %33 MatMul; 152 bytes moved, 12 multiply-adds
        6. Elements [4, 3]: %35 SigmoidSlope, %36 ScaledBy; 384 bytes moved, 24 multiply-adds
        7. Sum [3]: %37 Sum (held); 120 bytes moved, 12 multiply-adds
        8. MatMul [3, 2]: %39 MatMul; 208 bytes moved, 24 multiply-adds
        8 steps, 576 bytes of memory, 1272 bytes moved, 106 multiply-adds
        """;
}
