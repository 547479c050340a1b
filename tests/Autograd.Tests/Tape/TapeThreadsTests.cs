using System.Collections.Concurrent;

namespace Autograd.Tests.Tape;

public class TapeThreadsTests
{
    [Fact]
    public void Another_thread_may_go_on_but_not_come_in_between()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(3.0);
        double slope = 0;
        var other = new Thread(() => slope = x.Square().Backward()[x].Scalar);
        other.Start();
        other.Join();
        Assert.Equal(6, slope);
        Assert.Equal(9, x.Square().Scalar);

        Exception? refused = null;
        Occupancy inside = tape.Enter();
        other = new Thread(() => refused = Xunit.Record.Exception(() => tape.Reset()));
        other.Start();
        other.Join();
        inside.Leave();
        Assert.Equal("Tape: another thread is inside a call on this tape. A tape is for one thread at a time; use one tape per thread.", Assert.IsType<InvalidOperationException>(refused).Message);
        Assert.Equal(9, x.Square().Scalar);
    }

    [Fact]
    public void Threads_that_share_a_tape_get_errors_or_the_right_numbers()
    {
        using var tape = new Tape<float>();
        var wrong = new ConcurrentQueue<string>();
        int[] right = [0, 0];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(me => new Thread(() =>
        {
            var random = new Random(me);
            for (int step = 0; step < 3000; step++)
            {
                int n = random.Next(1, 3000);
                float value = (me * 3000) + step;
                try
                {
                    tape.Reset();
                    var x = tape.Variable(Enumerable.Repeat(value, n).ToArray(), [n]);
                    float[] gradient = (x * 2f).Square().Sum().Backward()[x].ToArray();
                    if (gradient.Length == n && gradient[^1] == 8 * value) right[me]++;
                    else wrong.Enqueue($"{gradient[^1]} for {8 * value}");
                }
                catch (InvalidOperationException)
                {
                }
                catch (Exception error)
                {
                    wrong.Enqueue(error.ToString());
                }
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Empty(wrong);
        var y = tape.Variable(3f);
        Assert.Equal(6, y.Square().Backward()[y].Scalar);
    }
}
