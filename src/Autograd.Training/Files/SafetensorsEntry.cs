namespace Autograd;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its elements are stored: <c>F64</c>, <c>F32</c>, <c>F16</c>, <c>BF16</c>, or a type that is listed but not read.</param>
/// <param name="Shape">Its lengths.</param>
public sealed record SafetensorsEntry(string Name, string Type, Shape Shape)
{
    /// <summary>Where its bytes begin and end, counted from the end of the header.</summary>
    internal long Begin { get; init; }

    /// <inheritdoc cref="Begin"/>
    internal long End { get; init; }

    /// <summary>Bits of an element; 0 of an unknown type.</summary>
    internal static int BitsOf(string type) => type switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        _ => 0,
    };
}
