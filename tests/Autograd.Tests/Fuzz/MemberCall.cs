using System.Numerics.Tensors;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Autograd.Tests.Fuzz;

/// <summary>A call on a ref struct, which no object array can hold.</summary>
internal delegate object? CallOn<TSelf>(in TSelf self, object?[] arguments)
    where TSelf : allows ref struct;

/// <summary>A member as code that takes its arguments from an array: spans as arrays or parts of one, all else as it is.</summary>
internal sealed class MemberCall
{
    private readonly Delegate _code;

    private MemberCall(MethodBase method, Type[] parameters, Delegate code)
    {
        Method = method;
        Parameters = parameters;
        _code = code;
    }

    public MethodBase Method { get; }

    /// <summary>What stands in the array; for an instance member of anything but a ref struct the instance comes first.</summary>
    public Type[] Parameters { get; }

    public Type? Result => Method is MethodInfo info ? info.ReturnType : Method.DeclaringType;

    /// <summary>The ref struct that it is called on; null for none.</summary>
    public Type? RefStruct => !Method.IsStatic && Method.DeclaringType!.IsByRefLike ? Method.DeclaringType : null;

    /// <summary>Whether it may only be called on an object that is being made: an init accessor.</summary>
    public bool IsInitializer => Method is MethodInfo info && info.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    public bool HasInstance => !Method.IsStatic && !Method.IsConstructor && RefStruct is null;

    /// <summary>The code of a member, or why there can be none.</summary>
    public static MemberCall? Of(MethodBase method, out string why)
    {
        why = "";
        Type result = method is MethodInfo info ? info.ReturnType : method.DeclaringType!;
        if (method.DeclaringType!.IsByRefLike && method.IsConstructor) why = "makes a ref struct";
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
            if (type.IsPointer || type.IsFunctionPointer) why = "takes a pointer";
            if (type.IsByRefLike && Passing.From(type) is null) why = $"takes a {type.Name}";
        }

        Type shown = result.IsByRef ? result.GetElementType()! : result;
        if (shown.IsPointer) why = "gives a pointer";
        if (shown.IsByRefLike && Passing.To(shown) is null) why = $"gives a {shown.Name}";
        return why.Length > 0 ? null : Compile(method, result);
    }

    public object? Invoke(object?[] arguments) => ((Func<object?[], object?>)_code)(arguments);

    public object? Invoke<TSelf>(in TSelf self, object?[] arguments)
        where TSelf : allows ref struct => ((CallOn<TSelf>)_code)(in self, arguments);

    public override string ToString() => $"{Name(Method.DeclaringType!)}.{Method.Name}({string.Join(", ", Method.GetParameters().Select(p => Name(p.ParameterType)))})";

    private static string Name(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;

    private static MemberCall Compile(MethodBase method, Type result)
    {
        Type declaring = method.DeclaringType!;
        bool isConstructor = method.IsConstructor, isRefStruct = !method.IsStatic && declaring.IsByRefLike;
        Type[] given = [.. method.GetParameters().Select(p => p.ParameterType)];
        Type[] parameters = [.. given.Select(p => p.IsByRef ? p.GetElementType()! : p)];
        Type[] own = isRefStruct ? [declaring.MakeByRefType(), typeof(object[])] : [typeof(object[])];
        var code = new DynamicMethod(method.Name, typeof(object), own, typeof(MemberCall).Module, skipVisibility: true);
        ILGenerator il = code.GetILGenerator();
        int place = 0;
        if (isRefStruct)
        {
            il.Emit(OpCodes.Ldarg_0);
        }
        else if (!method.IsStatic && !isConstructor)
        {
            LoadElement(il, own.Length - 1, place++);
            il.Emit(declaring.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, declaring);
            parameters = [declaring, .. parameters];
        }

        for (int k = 0; k < given.Length; k++)
        {
            Type type = parameters[place];
            LoadElement(il, own.Length - 1, place++);
            if (type.IsByRefLike) il.Emit(OpCodes.Call, Passing.From(type)!);
            else il.Emit(OpCodes.Unbox_Any, type);
            if (!given[k].IsByRef) continue;
            LocalBuilder local = il.DeclareLocal(type);
            il.Emit(OpCodes.Stloc, local);
            il.Emit(OpCodes.Ldloca, local);
        }

        if (isConstructor) il.Emit(OpCodes.Newobj, (ConstructorInfo)method);
        else il.Emit(method.IsStatic || declaring.IsValueType ? OpCodes.Call : OpCodes.Callvirt, (MethodInfo)method);
        Type shown = result;
        if (result.IsByRef)
        {
            shown = result.GetElementType()!;
            il.Emit(OpCodes.Ldobj, shown);
        }

        if (shown == typeof(void)) il.Emit(OpCodes.Ldnull);
        else if (shown.IsByRefLike) il.Emit(OpCodes.Call, Passing.To(shown)!);
        else if (shown.IsValueType) il.Emit(OpCodes.Box, shown);
        il.Emit(OpCodes.Ret);
        Type kind = isRefStruct ? typeof(CallOn<>).MakeGenericType(declaring) : typeof(Func<object?[], object?>);
        return new MemberCall(method, parameters, code.CreateDelegate(kind));
    }

    private static void LoadElement(ILGenerator il, int argument, int index)
    {
        il.Emit(OpCodes.Ldarg, (short)argument);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
    }
}

/// <summary>A part of an array, to be passed as a span: two parts of one array overlap.</summary>
internal sealed record Part(Array Array, int Start, int Length);

/// <summary>Spans from objects, and objects from spans. What comes back is read to its last element.</summary>
internal static class Passing
{
    public static MethodInfo? From(Type type) => Find(type, nameof(ToSpan), nameof(ToReadOnlySpan), nameof(ToTensorSpan), nameof(ToReadOnlyTensorSpan));

    public static MethodInfo? To(Type type) => Find(type, nameof(ReadSpan), nameof(ReadReadOnlySpan), nameof(ReadTensorSpan), nameof(ReadReadOnlyTensorSpan), nameof(ReadStrided));

    public static Span<TItem> ToSpan<TItem>(object? value) => value switch
    {
        Part part => ((TItem[])part.Array).AsSpan(part.Start, part.Length),
        TItem[] array => array,
        _ => default,
    };

    public static ReadOnlySpan<TItem> ToReadOnlySpan<TItem>(object? value) => ToSpan<TItem>(value);

    public static TensorSpan<TItem> ToTensorSpan<TItem>(object? value) => value is Tensor<TItem> tensor ? tensor.AsTensorSpan() : default;

    public static ReadOnlyTensorSpan<TItem> ToReadOnlyTensorSpan<TItem>(object? value) => value is Tensor<TItem> tensor ? tensor.AsReadOnlyTensorSpan() : default;

    public static object ReadSpan<TItem>(Span<TItem> span) => span.ToArray();

    public static object ReadReadOnlySpan<TItem>(ReadOnlySpan<TItem> span) => span.ToArray();

    public static object ReadTensorSpan<TItem>(TensorSpan<TItem> span) => ReadReadOnlyTensorSpan<TItem>(span);

    public static object ReadReadOnlyTensorSpan<TItem>(ReadOnlyTensorSpan<TItem> span)
    {
        var elements = new TItem[span.FlattenedLength];
        span.FlattenTo(elements);
        return elements;
    }

    public static object ReadStrided<TItem>(Strided<TItem> strided)
        where TItem : unmanaged
    {
        if (strided.Layout.IsContiguous) _ = strided.Span.ToArray();
        return strided.Layout;
    }

    private static MethodInfo? Find(Type type, params string[] names)
    {
        if (!type.IsGenericType) return null;
        Type kind = type.GetGenericTypeDefinition();
        Type[] kinds = [typeof(Span<>), typeof(ReadOnlySpan<>), typeof(TensorSpan<>), typeof(ReadOnlyTensorSpan<>), typeof(Strided<>)];
        int index = Array.IndexOf(kinds, kind);
        return index >= 0 && index < names.Length ? typeof(Passing).GetMethod(names[index])!.MakeGenericMethod(type.GetGenericArguments()) : null;
    }
}
