using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// A log that TensorBoard shows: scalars as curves, histograms, and texts, each under a tag and at a step. Every event is in the file when the call returns,
/// so that a training can be watched. For one thread at a time.
/// </summary>
/// <remarks>
/// Event files are records of TensorFlow's protocol buffers <c>Event</c> and <c>Summary</c> (tensorflow/core/util/event.proto,
/// tensorflow/core/framework/summary.proto). Writing a scalar allocates nothing.
/// </remarks>
/// <example>
/// <code>
/// using var log = new EventFile("runs/first");               // tensorboard --logdir runs
/// log.Scalar("loss", step, loss.Scalar);
/// log.Histogram("hidden.weight", step, layer.Weight.Values);
/// log.Text("settings", 0, "learning rate 0.001");
/// </code>
/// </example>
public sealed class EventFile : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly ProtocolBuffer _event = new();
    private readonly ProtocolBuffer _summary = new();
    private readonly ProtocolBuffer _value = new();
    private readonly ProtocolBuffer _content = new();
    private readonly EventHistogram _histogram = new();

    /// <summary>Begins a log: a new file, beside those of runs before.</summary>
    /// <param name="folder">Where it goes; made where it does not exist.</param>
    /// <param name="clock">Where the times of events come from; null for the system's clock.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public EventFile(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{_clock.GetUtcNow().ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}");
        int number = 0;
        do Path = System.IO.Path.Combine(folder, $"{name}.{number++}");
        while (File.Exists(Path));
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Write(Begin().Add(3, "brain.Event:2"));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes a number: a point of a curve.</summary>
    /// <param name="tag">What it is; a slash groups: <c>loss/train</c>.</param>
    /// <param name="step">When, in steps.</param>
    /// <param name="value">The number, which may be NaN; kept in 32 bits.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    public void Scalar(string tag, long step, double value)
    {
        Tag(tag).Add(2, (float)value);
        Write(step);
    }

    /// <summary>Writes how numbers are distributed.</summary>
    /// <param name="tag">What they are.</param>
    /// <param name="step">When, in steps.</param>
    /// <param name="values">The numbers, at least one, all finite.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="ArgumentException">The tag is empty, there is no number, or one is not finite.</exception>
    public void Histogram<T>(string tag, long step, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        if (values.IsEmpty) throw FileErrors.NoValues("Histogram", tag);
        for (int k = 0; k < values.Length; k++)
        {
            if (!T.IsFinite(values[k])) throw FileErrors.NotFinite("Histogram", tag, k, double.CreateTruncating(values[k]));
        }

        _histogram.Write(_content.Clear(), values);
        Tag(tag).Add(5, _content);
        Write(step);
    }

    /// <summary>Writes a text, which TensorBoard reads as Markdown.</summary>
    /// <param name="tag">What it is.</param>
    /// <param name="step">When, in steps.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    public void Text(string tag, long step, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const int textType = 7;
        ProtocolBuffer one = new ProtocolBuffer().Add(1, 1L), shape = new ProtocolBuffer().Add(2, one), plugin = new ProtocolBuffer().Add(1, "text");
        Tag(tag).Add(8, _content.Clear().Add(1, (long)textType).Add(2, shape).Add(8, text)).Add(9, new ProtocolBuffer().Add(1, plugin));
        Write(step);
    }

    /// <summary>Ends the log.</summary>
    public void Dispose() => _file.Dispose();

    private ProtocolBuffer Begin() => _event.Clear().Add(1, (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    private ProtocolBuffer Tag(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return _value.Clear().Add(1, tag);
    }

    private void Write(long step) => Write(Begin().Add(2, step).Add(5, _summary.Clear().Add(1, _value)));

    private void Write(ProtocolBuffer message)
    {
        _record.ResetWrittenCount();
        TFRecord.Write(_record, message.Bytes);
        _file.Write(_record.WrittenSpan);
    }
}
