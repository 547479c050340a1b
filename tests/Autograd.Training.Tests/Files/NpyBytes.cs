using System.Text;

namespace Autograd.Training.Tests.Files;

/// <summary>An array in NumPy's format, put together by hand.</summary>
internal static class NpyBytes
{
    public static byte[] Of(int version, string dictionary, byte[] data)
    {
        byte[] length = version == 1 ? [(byte)dictionary.Length, (byte)(dictionary.Length >> 8)] : [(byte)dictionary.Length, (byte)(dictionary.Length >> 8), 0, 0];
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', (byte)version, 0, .. length, .. Encoding.Latin1.GetBytes(dictionary), .. data];
    }
}
