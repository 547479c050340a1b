using System.Diagnostics;

namespace Autograd.Tests.Diagnostics;

/// <summary>A test that needs the browser. Where there is none, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null) Skip = "No chromium, chromium-browser or google-chrome in PATH. On Debian: apt-get install chromium";
    }
}

/// <summary>The headless browser.</summary>
internal static class Chromium
{
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>The document of a page after its scripts have run, as the browser writes it.</summary>
    public static string DumpDom(string html, string fragment = "")
    {
        string folder = Directory.CreateTempSubdirectory("autograd-page").FullName;
        try
        {
            string page = System.IO.Path.Combine(folder, "page.html");
            File.WriteAllText(page, html);
            var start = new ProcessStartInfo(Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] flags =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", $"--user-data-dir={folder}/profile", "--window-size=1400,900",
                "--virtual-time-budget=3000", "--dump-dom", $"file://{page}{fragment}",
            ];
            foreach (string flag in flags) start.ArgumentList.Add(flag);
            using Process browser = Process.Start(start)!;
            Task<string> errors = browser.StandardError.ReadToEndAsync(), dom = browser.StandardOutput.ReadToEndAsync();
            if (!browser.WaitForExit(TimeSpan.FromSeconds(90)))
            {
                browser.Kill(entireProcessTree: true);
                throw new TimeoutException($"{Path} did not finish: {errors.Result}");
            }

            return dom.Result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
