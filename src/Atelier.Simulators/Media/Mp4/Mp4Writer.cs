using Atelier.Simulators.Media.H264;

namespace Atelier.Simulators.Media.Mp4;

/// <summary>Puts one video track into an MP4 whose index stands before the media, so that it plays while it is still arriving.</summary>
internal sealed class Mp4Writer(VideoTrack track)
{
    private const int BoxHeader = 8;
    private const uint Matrix1 = 0x00010000;
    private const uint MatrixW = 0x40000000;

    private readonly Mp4Boxes _file = new();

    public byte[] Write()
    {
        WriteFileType();
        var fileTypeLength = _file.Length;
        // The index has the same size whatever offset stands in it, so a first pass tells where the media will begin.
        var draft = new Mp4Writer(track);
        draft.WriteMovie(0);
        WriteMovie((uint)(fileTypeLength + draft._file.Length + BoxHeader));
        WriteMedia();
        return _file.ToArray();
    }

    private void WriteFileType() => _file.Box("ftyp", () =>
    {
        _file.Text("isom");
        _file.UInt32(512);
        _file.Text("isomiso2avc1mp41");
    });

    private void WriteMedia() => _file.Box("mdat", () =>
    {
        foreach (var frame in track.Frames)
        {
            _file.UInt32((uint)frame.Length);
            _file.Bytes(frame);
        }
    });

    private void WriteMovie(uint mediaOffset) => _file.Box("moov", () =>
    {
        _file.FullBox("mvhd", 0, () =>
        {
            _file.Zeros(8); // creation and modification: none, so that equal videos are equal bytes
            _file.UInt32(track.Timescale);
            _file.UInt32(track.Duration);
            _file.UInt32(0x00010000); // rate 1
            _file.UInt16(0x0100); // volume 1
            _file.Zeros(10);
            WriteMatrix();
            _file.Zeros(24);
            _file.UInt32(2); // next track
        });
        _file.Box("trak", () =>
        {
            WriteTrackHeader();
            _file.Box("mdia", () => WriteMediaInformation(mediaOffset));
        });
    });

    private void WriteTrackHeader() => _file.FullBox("tkhd", 3, () =>
    {
        _file.Zeros(8);
        _file.UInt32(1); // track
        _file.Zeros(4);
        _file.UInt32(track.Duration);
        _file.Zeros(16);
        WriteMatrix();
        _file.UInt32((uint)track.Width << 16);
        _file.UInt32((uint)track.Height << 16);
    });

    private void WriteMatrix()
    {
        uint[] matrix = [Matrix1, 0, 0, 0, Matrix1, 0, 0, 0, MatrixW];
        foreach (var value in matrix)
        {
            _file.UInt32(value);
        }
    }

    private void WriteMediaInformation(uint mediaOffset)
    {
        _file.FullBox("mdhd", 0, () =>
        {
            _file.Zeros(8);
            _file.UInt32(track.Timescale);
            _file.UInt32(track.Duration);
            _file.UInt16(0x55C4); // language: und
            _file.UInt16(0);
        });
        _file.FullBox("hdlr", 0, () =>
        {
            _file.Zeros(4);
            _file.Text("vide");
            _file.Zeros(12);
            _file.Text("SANDBOX\0");
        });
        _file.Box("minf", () =>
        {
            _file.FullBox("vmhd", 1, () => _file.Zeros(8));
            _file.Box("dinf", () => _file.FullBox("dref", 0, () =>
            {
                _file.UInt32(1);
                _file.FullBox("url ", 1, () => { });
            }));
            _file.Box("stbl", () => WriteSampleTable(mediaOffset));
        });
    }

    private void WriteSampleTable(uint mediaOffset)
    {
        _file.FullBox("stsd", 0, () =>
        {
            _file.UInt32(1);
            WriteSampleEntry();
        });
        _file.FullBox("stts", 0, () => Numbers(1, (uint)track.Frames.Count, track.FrameTicks));
        _file.FullBox("stss", 0, () => Numbers(1, 1));
        _file.FullBox("stsc", 0, () => Numbers(1, 1, (uint)track.Frames.Count, 1));
        _file.FullBox("stsz", 0, () =>
        {
            Numbers(0, (uint)track.Frames.Count);
            foreach (var frame in track.Frames)
            {
                _file.UInt32((uint)(frame.Length + VideoTrack.LengthBytes));
            }
        });
        _file.FullBox("stco", 0, () => Numbers(1, mediaOffset));
    }

    private void WriteSampleEntry() => _file.Box("avc1", () =>
    {
        _file.Zeros(6);
        _file.UInt16(1); // data reference
        _file.Zeros(16);
        _file.UInt16(track.Width);
        _file.UInt16(track.Height);
        _file.UInt32(0x00480000); // 72 dpi
        _file.UInt32(0x00480000);
        _file.UInt32(0);
        _file.UInt16(1); // frames per sample
        _file.Zeros(32); // compressor name
        _file.UInt16(24); // depth
        _file.UInt16(0xFFFF);
        _file.Box("avcC", () =>
        {
            _file.Bytes([1, ParameterSets.Profile, ParameterSets.Constraints, track.Level, 0xFF, 0xE1]);
            _file.UInt16(track.SequenceParameters.Length);
            _file.Bytes(track.SequenceParameters);
            _file.UInt8(1);
            _file.UInt16(track.PictureParameters.Length);
            _file.Bytes(track.PictureParameters);
        });
    });

    private void Numbers(params ReadOnlySpan<uint> values)
    {
        foreach (var value in values)
        {
            _file.UInt32(value);
        }
    }
}
