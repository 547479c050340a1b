namespace Autograd;

/// <summary>What a message is for: ranks that make different calls at the same time are told so.</summary>
internal enum Call
{
    /// <summary>Names and lengths are compared.</summary>
    Agree = 1,

    /// <summary><see cref="Ranks.Share{T}(IEnumerable{Parameter{T}})"/>.</summary>
    Share,

    /// <summary><see cref="Ranks.Sum(Span{double})"/>.</summary>
    Sum,

    /// <summary><see cref="GradientAverage{T}.Add"/>.</summary>
    Average,

    /// <summary><see cref="ShardedOptimizer{T}.Step"/>.</summary>
    Step,

    /// <summary><see cref="Ranks.Save"/>.</summary>
    Save,

    /// <summary><see cref="Ranks.Dispose"/>.</summary>
    Dispose,
}
