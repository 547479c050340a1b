using System.Numerics;

namespace Autograd;

/// <summary>Parameters as files need them: each with a name of its own.</summary>
internal static class ParameterNames
{
    /// <summary>The parameters in the order of their names.</summary>
    public static Parameter<T>[] Sorted<T>(IEnumerable<Parameter<T>> parameters, string caller)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameter<T>[] given = [.. parameters];
        for (int k = 0; k < given.Length; k++)
        {
            if (given[k] is null) throw TrainingErrors.ParameterMissing(caller, k);
        }

        Array.Sort(given, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int k = 1; k < given.Length; k++)
        {
            if (given[k].Name == given[k - 1].Name) throw TrainingErrors.SameName(caller, given[k].Name);
        }

        return given;
    }
}
