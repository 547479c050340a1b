namespace Autograd;

/// <summary>A loader of data, whatever they are: what a checkpoint has to know of it.</summary>
public interface IDataLoader
{
    /// <summary>The number of batches of an epoch.</summary>
    int BatchCount { get; }

    /// <summary>Which batch comes next; may be set to go on from there.</summary>
    DataPosition Position { get; set; }
}
