using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit.Sdk;

namespace Autograd.Tests;

/// <summary>
/// Runs the cases of the tests one after the other in one process, and says which places a case reaches; only in the copy of the repository that
/// eng/Mutants makes. `reach FILE [PART...]` runs all cases and writes a line for each, leaving out those whose name contains a part;
/// `serve` tries one change after the other.
/// </summary>
internal static class TestRunner
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["serve"]) return Serve();
        Reach(arguments[1], arguments[2..]);
        return 0;
    }

    private static void Reach(string file, string[] excluded)
    {
        using var output = new StreamWriter(file);
        foreach (var (name, method, values) in Cases())
        {
            if (excluded.Any(part => name.Contains(part, StringComparison.Ordinal))) continue;
            Array.Clear(Mutant.Reached!);
            long start = Stopwatch.GetTimestamp();
            Exception? failure = Invoke(method, values);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (failure is not null)
            {
                Console.Error.WriteLine($"{name} fails as it is: {failure.GetType().Name}: {failure.Message.Split('\n')[0]}");
                continue;
            }

            var reached = Enumerable.Range(0, Mutant.Reached!.Length).Where(number => Mutant.Reached[number]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{seconds:F4}\t{string.Join(',', reached)}"));
            output.Flush();
        }
    }

    /// <summary>
    /// Answers each line, which is the number of a change and a file with the names of cases, by what fails first with it, or by nothing. What fails must
    /// pass as it is afterwards: else something remains of the change in this process, which then ends.
    /// </summary>
    private static int Serve()
    {
        var cases = Cases().ToDictionary(test => test.Name);
        Console.WriteLine("ready");
        TextWriter answers = Console.Out;
        Console.SetOut(TextWriter.Null);
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split('\t');
            Mutant.Active = int.Parse(words[0], CultureInfo.InvariantCulture);
            string answer = "";
            foreach (string name in File.ReadLines(words[1]))
            {
                if (Invoke(cases[name].Method, cases[name].Values) is not { } failure) continue;
                answer = $"{name} {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";
                Mutant.Active = -1;
                if (Invoke(cases[name].Method, cases[name].Values) is not null) return 1;
                break;
            }

            Mutant.Active = -1;
            answers.WriteLine(answer);
            answers.Flush();
        }

        return 0;
    }

    private static IEnumerable<(string Name, MethodInfo Method, object?[] Values)> Cases()
    {
        foreach (Type type in typeof(TestRunner).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsAbstract: false }).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            foreach (MethodInfo method in type.GetMethods().Where(method => !method.IsGenericMethod && method.GetCustomAttribute<FactAttribute>() is { Skip: null }).OrderBy(method => method.Name, StringComparer.Ordinal))
            {
                string name = $"{type.FullName}.{method.Name}";
                if (method.GetCustomAttribute<TheoryAttribute>() is null)
                {
                    yield return (name + "#0", method, []);
                    continue;
                }

                int number = 0;
                foreach (object[] values in method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)))
                {
                    string argument = values is [string text, ..] && text.All(char.IsLetterOrDigit) ? text : "";
                    yield return ($"{name}#{number++}{argument}", method, values);
                }
            }
        }
    }

    private static Exception? Invoke(MethodInfo method, object?[] values)
    {
        try
        {
            ParameterInfo[] parameters = method.GetParameters();
            object?[] all = [.. parameters.Select((parameter, k) => k < values.Length ? values[k] : parameter.DefaultValue)];
            object? test = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!);
            try
            {
                if (method.Invoke(test, all) is Task task) task.GetAwaiter().GetResult();
            }
            finally
            {
                (test as IDisposable)?.Dispose();
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        }
    }
}
