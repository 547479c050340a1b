using System.Numerics;

namespace Autograd;

/// <summary>A parameter and what it is called in a file.</summary>
internal readonly record struct NamedParameter<T>(string Name, Parameter<T> Parameter)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Parameters as files need them: each with a name of its own.</summary>
internal static class ParameterNames
{
    /// <summary>The parameters in the order of their names.</summary>
    public static NamedParameter<T>[] Sorted<T>(IEnumerable<Parameter<T>> parameters, string caller)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var named = new List<NamedParameter<T>>();
        foreach (Parameter<T> parameter in parameters)
        {
            if (parameter is null) throw TrainingErrors.ParameterMissing(caller, named.Count);
            named.Add(new NamedParameter<T>(parameter.Name, parameter));
        }

        return Sorted(named, caller);
    }

    /// <summary>All parameters and buffers of a model, by their paths.</summary>
    public static IEnumerable<NamedParameter<T>> Of<T>(Layer<T> model)
        where T : unmanaged, IFloatingPointIeee754<T> => model.Tensors.Select(static tensor => new NamedParameter<T>(tensor.Path, tensor.Parameter));

    /// <summary>Parameters in the order of the names they were given.</summary>
    public static NamedParameter<T>[] Sorted<T>(IEnumerable<NamedParameter<T>> named, string caller)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NamedParameter<T>[] sorted = [.. named];
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int k = 1; k < sorted.Length; k++)
        {
            if (sorted[k].Name == sorted[k - 1].Name) throw TrainingErrors.SameName(caller, sorted[k].Name);
        }

        return sorted;
    }
}
