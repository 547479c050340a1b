namespace Autograd;

/// <summary>A loader of data, whatever they are: what a checkpoint has to know of it.</summary>
public interface IDataLoader
{
    /// <summary>The number of batches of an epoch.</summary>
    int BatchCount { get; }

    /// <summary>What the order of the data, and all that is random about them, follows from; may be set to go on with that of another loader.</summary>
    ulong Seed { get; set; }

    /// <summary>Which batch comes next; may be set to go on from there.</summary>
    DataPosition Position { get; set; }
}
