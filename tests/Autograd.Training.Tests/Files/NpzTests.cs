using System.IO.Compression;

namespace Autograd.Training.Tests.Files;

public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_come_back_by_their_names()
    {
        Npz.Save(_folder["x.npz"], file =>
        {
            file.Add("x", [1f, 2, 3, 4], [2, 2]);
            file.Add("labels", [7L, -2], [2]);
            file.Add("on", [true], []);
            file.Add(new Parameter<double>("w", [3], [1, 2, 3]));
        });
        Assert.Equal(["x f4 [2, 2]", "labels i8 [2]", "on b1 []", "w f8 [3]"], Npz.List(_folder["x.npz"]).Select(entry => $"{entry.Name} {entry.Type} {entry.Shape}"));
        Assert.Equal([1f, 2, 3, 4], Npz.Load<float>(_folder["x.npz"], "x", out Shape shape));
        Assert.Equal([2, 2], shape);
        Assert.Equal([7, -2], Npz.Load<int>(_folder["x.npz"], "labels", out _));
        Assert.Equal([true], Npz.Load<bool>(_folder["x.npz"], "on", out _));
        var parameter = new Parameter<float>("w", [3]);
        Npz.Load(_folder["x.npz"], [parameter]);
        Assert.Equal([1f, 2, 3], parameter.Values.ToArray());
    }

    [Fact]
    public void Equal_arrays_give_equal_files()
    {
        foreach (string name in (string[])["a.npz", "b.npz"]) Npz.Save(_folder[name], file => file.Add("x", [1f, 2], [2]));
        Assert.Equal(File.ReadAllBytes(_folder["a.npz"]), File.ReadAllBytes(_folder["b.npz"]));
    }

    [Fact]
    public void Compressed_archives_are_read_and_what_else_is_in_them_passed_over()
    {
        using (ZipArchive archive = ZipFile.Open(_folder["x.npz"], ZipArchiveMode.Create))
        {
            using (Stream other = archive.CreateEntry("notes.txt").Open()) other.WriteByte(1);
            using Stream stream = archive.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open();
            stream.Write(NpyBytes.Of(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (9000,), }", new byte[36000]));
        }

        Assert.Equal("x", Assert.Single(Npz.List(_folder["x.npz"])).Name);
        Assert.Equal(new float[9000], Npz.Load<float>(_folder["x.npz"], "x", out _));
    }

    /// <summary>16 MB of zeros in a file of 16 kB: they are refused by their header, before there is memory for them.</summary>
    [Fact]
    public void An_array_of_other_lengths_than_its_parameter_is_not_inflated()
    {
        using (ZipArchive archive = ZipFile.Open(_folder["x.npz"], ZipArchiveMode.Create))
        {
            using Stream stream = archive.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open();
            stream.Write(NpyBytes.Of(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000,), }", new byte[16_000_000]));
        }

        Parameter<float>[] parameters = [new("x", [3])];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("its array x has shape [4000000]; the parameter has [3]", Assert.Throws<InvalidDataException>(() => Npz.Load(_folder["x.npz"], parameters)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void A_parameter_that_does_not_fit_is_refused_and_nothing_changes()
    {
        Npz.Save(_folder["x.npz"], file => file.Add("a", [1.0], [1]));
        Parameter<double>[] parameters = [new("a", [1]), new("b", [1])];
        Assert.Contains("no array b", Assert.Throws<InvalidDataException>(() => Npz.Load(_folder["x.npz"], parameters)).Message, StringComparison.Ordinal);
        Assert.Contains("has shape [1]", Assert.Throws<InvalidDataException>(() => Npz.Load(_folder["x.npz"], [new Parameter<double>("a", [1, 1])])).Message, StringComparison.Ordinal);
        Assert.All(parameters, parameter => Assert.Equal(0, parameter.Version));
    }

    [Fact]
    public void A_name_stands_once_and_a_file_that_cannot_be_written_stays()
    {
        Npz.Save(_folder["x.npz"], file => file.Add("a", [1.0], [1]));
        Assert.Contains("two arrays are named a", Assert.Throws<ArgumentException>(() => Npz.Save(_folder["x.npz"], file =>
        {
            file.Add("a", [2.0], [1]);
            file.Add("a", [3.0], [1]);
        })).Message, StringComparison.Ordinal);
        Assert.Equal([1.0], Npz.Load<double>(_folder["x.npz"], "a", out _));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }
}
