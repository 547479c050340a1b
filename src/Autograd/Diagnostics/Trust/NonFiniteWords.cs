using System.Numerics;

namespace Autograd;

/// <content>The words.</content>
internal sealed partial record NonFiniteReport
{
    public partial NonFiniteException Of<T>(Tape<T> tape, ReadOnlySpan<int> results)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new($"{Caller}: what was asked for is not finite. {NonFiniteSearch<T>.Find(tape, results)}");
}
