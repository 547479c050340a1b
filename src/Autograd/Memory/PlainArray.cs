namespace Autograd;

/// <summary>Arrays of plain data that grow: the new part is not cleared, since it is written before it is read.</summary>
internal static class PlainArray
{
    /// <summary>Makes an array at least twice as long, and long enough.</summary>
    public static void Grow<TItem>(ref TItem[] array, int length)
        where TItem : unmanaged
    {
        TItem[] larger = GC.AllocateUninitializedArray<TItem>(Math.Max(2 * array.Length, length));
        array.AsSpan().CopyTo(larger);
        array = larger;
    }
}
