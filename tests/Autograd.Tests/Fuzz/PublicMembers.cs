using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace Autograd.Tests.Fuzz;

/// <summary>Every public method, constructor, accessor and operator of the library, closed over the types it is called with.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies = [typeof(Tape<>).Assembly, typeof(Optimizer<>).Assembly];

    /// <summary>What a type parameter other than the element type stands for: the first that its constraints allow.</summary>
    private static readonly Type[][] Candidates =
    [
        [typeof(HostileKernel<float>), typeof(HostileView<float>), typeof(HostileFormula<float>), typeof(int)],
        [typeof(HostileKernel<double>), typeof(HostileView<double>), typeof(HostileFormula<double>), typeof(int)],
    ];

    private static readonly ConcurrentDictionary<(Type, bool), MemberCall[]> Makers = [];

    /// <summary>The members that can be called, in an order that does not depend on the run.</summary>
    public static IReadOnlyList<MemberCall> Calls { get; }

    /// <summary>Those of them for tapes of <see cref="float"/>, with those that know no element type.</summary>
    public static IReadOnlyList<MemberCall> Single { get; }

    /// <summary>Those of them for tapes of <see cref="double"/>, with those that know no element type.</summary>
    public static IReadOnlyList<MemberCall> Double { get; }

    /// <summary>Those that cannot, and why.</summary>
    public static IReadOnlyList<(string Member, string Why)> Uncallable { get; }

    static PublicMembers()
    {
        var calls = new SortedDictionary<string, MemberCall>(StringComparer.Ordinal);
        var uncallable = new SortedSet<(string, string)>();
        foreach (Type type in Assemblies.SelectMany(assembly => assembly.GetExportedTypes()))
        {
            // The compiler writes an extension block once more as nested types, of which no method can be called.
            if (type.FullName!.Contains('<', StringComparison.Ordinal) || type.IsEnum || typeof(Delegate).IsAssignableFrom(type)) continue;
            foreach (MethodBase method in type.GetMembers(Declared).OfType<MethodBase>().Where(method => !method.Name.Contains('<', StringComparison.Ordinal)))
            {
                bool found = false;
                string why = type.IsInterface ? "interface" : type.IsAbstract && method.IsConstructor ? "constructor of an abstract class" : "";
                for (int k = 0; why.Length == 0 && k < Candidates.Length; k++)
                {
                    foreach (MethodBase closed in Close(method, Candidates[k], k == 0 ? typeof(float) : typeof(double)))
                    {
                        if (MemberCall.Of(closed, out why) is not { } call) break;
                        calls.TryAdd(call.ToString() + closed, call);
                        found = true;
                    }
                }

                if (!found) uncallable.Add(($"{type.Name}.{method.Name}", why.Length > 0 ? why : "no type argument fits"));
            }
        }

        Calls = [.. calls.Values];
        Single = [.. Calls.Where(call => !Mentions(call, nameof(Double)))];
        Double = [.. Calls.Where(call => !Mentions(call, nameof(Single)))];
        Uncallable = [.. uncallable];
    }

    /// <summary>The members that give a type, or a list of it.</summary>
    public static IReadOnlyList<MemberCall> MakersOf(Type type, bool isSingle) => Makers.GetOrAdd((type, isSingle), _ => [.. (isSingle ? Single : Double).Where(call =>
        call.RefStruct is null && !call.IsInitializer && call.Result is { } result && !result.IsByRefLike
        && (type.IsAssignableFrom(result) || (result.IsGenericType && typeof(IEnumerable).IsAssignableFrom(result) && type.IsAssignableFrom(result.GetGenericArguments()[0]))))]);

    private static bool Mentions(MemberCall call, string element) =>
        $"{call}{call.Result}".Contains(element + ">", StringComparison.Ordinal) || $"{call}".Contains(element + "[]", StringComparison.Ordinal);

    /// <summary>The member of the generic type closed over the element type, with each type argument that its own constraints allow.</summary>
    private static IEnumerable<MethodBase> Close(MethodBase method, Type[] candidates, Type element)
    {
        if (method.DeclaringType!.IsGenericTypeDefinition)
        {
            Type? type = Try(() => method.DeclaringType.MakeGenericType([.. method.DeclaringType.GetGenericArguments().Select(_ => element)]));
            if (type is null) yield break;
            method = (MethodBase)type.GetMembers(Declared).Single(member => member.MetadataToken == method.MetadataToken);
        }

        if (!method.IsGenericMethodDefinition)
        {
            yield return method;
            yield break;
        }

        var generic = (MethodInfo)method;
        Type[] parameters = method.GetGenericArguments();
        foreach (Type candidate in (Type[])[element, .. candidates])
        {
            Type[] arguments = [.. parameters.Select((_, k) => k == parameters.Length - 1 ? candidate : element)];
            if (Try(() => generic.MakeGenericMethod(arguments)) is { } closed) yield return closed;
        }
    }

    private static TResult? Try<TResult>(Func<TResult> make)
        where TResult : class
    {
        try
        {
            return make();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
