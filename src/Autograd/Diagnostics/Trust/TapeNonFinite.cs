namespace Autograd;

/// <content>What a tape that checks its values says: it is called by lower layers, which know no texts.</content>
public sealed partial class Tape<T>
{
    private partial NonFiniteException NonFinite(ReadOnlySpan<int> results) =>
        new($"CheckFinite: what was asked for is not finite. {NonFiniteSearch<T>.Find(this, results)}");
}
