using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Tests.Architecture;

/// <summary>The vectors in use are those that this run is meant to test: hardware-path.txt beside the tests names the path.</summary>
public class HardwarePathTests
{
    [Fact]
    public void The_path_is_the_one_that_is_meant()
    {
        string path = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hardware-path.txt")).Trim();
        switch (path)
        {
            case "widest":
                Assert.Equal(HasAvx2(), Vector256.IsHardwareAccelerated);
                Assert.Equal(HasAvx2(), Fma.IsSupported);
                Assert.True(Vector128.IsHardwareAccelerated);
                break;
            case "without EnableAVX512":
                Assert.False(Vector512.IsHardwareAccelerated);
                Assert.False(Avx512F.IsSupported);
                Assert.Equal(HasAvx2(), Vector256.IsHardwareAccelerated);
                break;
            case "without EnableAVX2":
                Assert.False(Vector256.IsHardwareAccelerated);
                Assert.False(Avx2.IsSupported);
                Assert.False(Fma.IsSupported);
                Assert.True(Vector128.IsHardwareAccelerated);
                break;
            case "without EnableHWIntrinsic":
                Assert.False(Vector128.IsHardwareAccelerated);
                Assert.False(Sse42.IsSupported);
                break;
            default:
                Assert.Fail($"hardware-path.txt says \"{path}\"");
                break;
        }
    }

    /// <summary>Asked of the processor itself, which no switch changes.</summary>
    private static bool HasAvx2() => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & 1 << 5) != 0;
}
