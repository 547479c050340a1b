using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>
/// The header of an array in NumPy's format: eight bytes of magic and version, its length, and a Python dictionary with the type of the elements, their order
/// and the lengths, padded so that the elements begin at a multiple of 64 bytes.
/// </summary>
/// <param name="Type">How elements are stored: <c>f4</c>, <c>f8</c>, <c>i4</c>, <c>i8</c> or <c>b1</c>.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
/// <param name="IsFortranOrder">Whether the first dimension is the one whose elements are neighbours.</param>
/// <param name="Shape">The lengths.</param>
/// <param name="Bytes">The length of all this in the file.</param>
internal readonly record struct NpyHeader(string Type, bool IsBigEndian, bool IsFortranOrder, Shape Shape, int Bytes)
{
    private const int Alignment = 64;

    /// <summary>The longest dictionary that is read, as in NumPy.</summary>
    private const int MostBytes = 10_000;

    private static readonly string[] Types = ["f4", "f8", "i4", "i8", "b1"];

    /// <summary>Bytes of an element.</summary>
    public int ElementBytes => Type[1] - '0';

    /// <summary>Bytes of all elements.</summary>
    public long DataBytes => (long)Shape.ElementCount * ElementBytes;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>How elements of a type are stored.</summary>
    public static string TypeOf<T>(string caller)
    {
        if (typeof(T) == typeof(float)) return "f4";
        if (typeof(T) == typeof(double)) return "f8";
        if (typeof(T) == typeof(int)) return "i4";
        if (typeof(T) == typeof(long)) return "i8";
        return typeof(T) == typeof(bool) ? "b1" : throw FileErrors.ElementType(caller, typeof(T));
    }

    /// <summary>Version 1 of the header, for elements in row-major order.</summary>
    public static byte[] Write(string type, Shape shape)
    {
        string lengths = string.Join(", ", shape.ToArray().Select(static length => length.ToString(CultureInfo.InvariantCulture)));
        string text = $"{{'descr': '{(type == "b1" ? '|' : '<')}{type}', 'fortran_order': False, 'shape': ({lengths}{(shape.Rank == 1 ? "," : "")}), }}";
        const int before = 10;
        int bytes = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[bytes];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(bytes - before));
        Encoding.ASCII.GetBytes(text, header.AsSpan(before));
        header[^1] = (byte)'\n';
        return header;
    }

    /// <summary>Reads the header at the place where a stream is.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="length">How many bytes it has from there on, the elements among them, and not one more.</param>
    public static NpyHeader Read(Stream stream, long length)
    {
        Span<byte> start = stackalloc byte[12];
        if (length < 10) throw FileErrors.Npy("it is shorter than a header");
        stream.ReadExactly(start[..8]);
        if (!start[..6].SequenceEqual(Magic)) throw FileErrors.Npy("it does not begin with \\x93NUMPY");
        if (start[6] is < 1 or > 3 || start[7] != 0) throw FileErrors.Npy($"its version is {start[6]}.{start[7]}; 1.0, 2.0 and 3.0 are read");
        int lengthBytes = start[6] == 1 ? sizeof(ushort) : sizeof(uint), before = 8 + lengthBytes;
        if (length < before) throw FileErrors.Npy("it is shorter than a header");
        stream.ReadExactly(start.Slice(8, lengthBytes));
        uint size = lengthBytes == sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (size > length - before) throw FileErrors.Npy($"its header of {size} bytes is longer than the file");
        if (size > MostBytes) throw FileErrors.Npy($"its header of {size} bytes is longer than {MostBytes} bytes");
        byte[] text = new byte[size];
        stream.ReadExactly(text);
        NpyHeader header = new NpyDictionary(text).Parse() with { Bytes = before + (int)size };
        if (header.DataBytes != length - header.Bytes) throw FileErrors.Npy(string.Create(CultureInfo.InvariantCulture, $"there are {length - header.Bytes} bytes of elements; an array of {header.Type} with shape {header.Shape} has {header.DataBytes}"));
        return header;
    }

    /// <summary>The dictionary: a reader of the few Python literals that can stand there.</summary>
    private ref struct NpyDictionary(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;

        public NpyHeader Parse()
        {
            string? type = null;
            bool? isFortranOrder = null;
            Shape? shape = null;
            Expect('{');
            while (!Take('}'))
            {
                string key = Text();
                Expect(':');
                if (key == "descr" && type is null) type = Text();
                else if (key == "fortran_order" && isFortranOrder is null) isFortranOrder = Truth();
                else if (key == "shape" && shape is null) shape = Lengths();
                else throw FileErrors.Npy($"its header has an entry {key} that is unknown, or twice");
                if (Take(',')) continue;
                Expect('}');
                break;
            }

            SkipSpace();
            if (_at != _text.Length) throw FileErrors.Npy("its header does not end behind the dictionary");
            if (type is null || isFortranOrder is null || shape is null) throw FileErrors.Npy("its header lacks descr, fortran_order or shape");
            return Of(type, isFortranOrder.Value, shape.Value);
        }

        private static NpyHeader Of(string type, bool isFortranOrder, Shape shape)
        {
            if (type.Contains('O', StringComparison.Ordinal)) throw FileErrors.Npy("its elements are Python objects, which only Python can read, by running code");
            if (type.Length != 3 || !Types.Contains(type[1..]) || !(type[0] is '<' or '>' || (type[0] == '|' && type[1] == 'b'))) throw FileErrors.Npy($"it has elements of type {type}");
            return new NpyHeader(Types[Array.IndexOf(Types, type[1..])], type[0] == '>', isFortranOrder, shape, 0);
        }

        private string Text()
        {
            SkipSpace();
            if (_at == _text.Length || _text[_at] is not ((byte)'\'' or (byte)'"')) throw FileErrors.Npy(Next == '[' ? "its elements are records of several fields" : $"its header has no text at byte {_at}");
            int length = _text[(_at + 1)..].IndexOf(_text[_at]);
            if (length < 0 || length > 20) throw FileErrors.Npy($"its header has a text without an end at byte {_at}");
            string text = Encoding.ASCII.GetString(_text.Slice(_at + 1, length));
            _at += length + 2;
            return text;
        }

        private bool Truth()
        {
            SkipSpace();
            bool isTrue = _text[_at..].StartsWith("True"u8);
            if (!isTrue && !_text[_at..].StartsWith("False"u8)) throw FileErrors.Npy("its fortran_order is neither True nor False");
            _at += isTrue ? 4 : 5;
            return isTrue;
        }

        private Shape Lengths()
        {
            Span<nint> lengths = stackalloc nint[Shape.MaxRank];
            int rank = 0;
            long count = 1;
            bool hasZero = false;
            Expect('(');
            while (!Take(')'))
            {
                long length = Length();
                if (rank == Shape.MaxRank) throw FileErrors.Npy($"it has more than {Shape.MaxRank} dimensions");
                if (length > int.MaxValue) throw FileErrors.Npy($"its length {length} is more than {int.MaxValue}");
                lengths[rank++] = (nint)length;
                hasZero |= length == 0;
                if (count <= int.MaxValue) count *= Math.Max(length, 1);
                if (Take(',')) continue;
                Expect(')');
                if (rank == 1) throw FileErrors.Npy("its shape is a number in parentheses; a tuple of one length has a comma");
                break;
            }

            if (count > int.MaxValue && !hasZero) throw FileErrors.Npy($"it has more than {int.MaxValue} elements");
            return new Shape(lengths[..rank]);
        }

        private long Length()
        {
            SkipSpace();
            int start = _at;
            long length = 0;
            for (; Next is >= '0' and <= '9'; _at++)
            {
                length = (length * 10) + (Next - '0');
                if (length > long.MaxValue / 16) throw FileErrors.Npy("one of its lengths has too many digits");
            }

            if (_at == start) throw FileErrors.Npy($"its shape has no length, 0 or more, at byte {_at} of the header");
            if (Next == 'L') _at++;
            return length;
        }

        /// <summary>The character that comes next; NUL, which stands nowhere in a dictionary, behind the last.</summary>
        private readonly char Next => _at < _text.Length ? (char)_text[_at] : '\0';

        private void Expect(char character)
        {
            if (!Take(character)) throw FileErrors.Npy($"its header has no {character} at byte {_at}");
        }

        private bool Take(char character)
        {
            SkipSpace();
            if (Next != character) return false;
            _at++;
            return true;
        }

        private void SkipSpace()
        {
            while (Next is ' ' or '\n' or '\t' or '\r') _at++;
        }
    }
}
