namespace Atelier.Simulators.Media;

/// <summary>Writes bits, most significant first, and the Exp-Golomb codes of H.264 (clause 9.1).</summary>
internal sealed class BitWriter(int capacity)
{
    private byte[] _bytes = new byte[capacity];
    private int _length;
    private uint _pending;
    private int _pendingBits;

    /// <summary>The whole bytes written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Bits(uint value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            _pending = (_pending << 1) | ((value >> bit) & 1);
            if (++_pendingBits == 8)
            {
                Append((byte)_pending);
                (_pending, _pendingBits) = (0, 0);
            }
        }
    }

    public void Flag(bool value) => Bits(value ? 1u : 0u, 1);

    /// <summary>ue(v).</summary>
    public void Unsigned(uint value)
    {
        var code = value + 1;
        var bits = 32 - System.Numerics.BitOperations.LeadingZeroCount(code);
        Bits(0, bits - 1);
        Bits(code, bits);
    }

    /// <summary>se(v).</summary>
    public void Signed(int value) => Unsigned(value > 0 ? (uint)(2 * value - 1) : (uint)(-2 * value));

    public void AlignWithZeros()
    {
        if (_pendingBits > 0)
        {
            Bits(0, 8 - _pendingBits);
        }
    }

    /// <summary>rbsp_trailing_bits().</summary>
    public void TrailingBits()
    {
        Bits(1, 1);
        AlignWithZeros();
    }

    /// <summary>Copies whole bytes; the writer must be aligned.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Append(byte value)
    {
        Grow(1);
        _bytes[_length++] = value;
    }

    private void Grow(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
