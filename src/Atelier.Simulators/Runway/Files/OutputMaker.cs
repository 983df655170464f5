using System.IO.Compression;
using Atelier.Simulators.Media;
using Atelier.Simulators.Media.Sounds;

namespace Atelier.Simulators.Runway.Files;

/// <summary>
/// Makes the files of a finished task. Video is always H.264, also in the editing and HDR formats, whose names and containers are kept;
/// frame sequences hold PNG pictures, two a second.
/// </summary>
internal static class OutputMaker
{
    private const int SequenceFramesPerSecond = 2;
    private const int LongestFilmSide = 4096;

    // Zip files carry times from 1980 on; a fixed one keeps equal orders equal to the byte.
    private static readonly DateTimeOffset FileTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>File names of the results, in order.</summary>
    public static IReadOnlyList<string> Names(RunwayWork work) =>
        [.. Enumerable.Range(0, work.Count).Select(index => $"{index}.{Extension(work.Format)}")];

    public static string ContentType(string file) => Path.GetExtension(file) switch
    {
        ".mp4" => "video/mp4",
        ".mov" => "video/quicktime",
        ".zip" => "application/zip",
        ".jpg" => "image/jpeg",
        ".webp" => "image/webp",
        ".mp3" => "audio/mpeg",
        ".wav" => "audio/wav",
        ".ogg" => "audio/ogg",
        _ => "image/png",
    };

    public static byte[] Make(RunwayWork work, string model, int index)
    {
        var seed = work.Seed + index;
        var caption = $"runway {model}";
        if (work.Sound)
        {
            return SoundMaker.Make(new Sound(work.Seconds, work.Prompt, seed, SoundFormatOf(work.Format)));
        }

        var (width, height) = Fit(work);
        return Extension(work.Format) switch
        {
            "mp4" or "mov" => Mp4Maker.Make(new Video(width, height, work.Seconds, work.Prompt, seed) { Caption = caption }),
            "zip" => Sequence(work, width, height, caption),
            var extension => PictureMaker.Make(
                new Picture(width, height, work.Prompt, seed) { Caption = caption, Format = PictureFormatOf(extension) }),
        };
    }

    private static byte[] Sequence(RunwayWork work, int width, int height, string caption)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var frame = 0; frame < work.Seconds * SequenceFramesPerSecond; frame++)
            {
                var entry = zip.CreateEntry($"frame_{frame:D5}.png", CompressionLevel.NoCompression);
                entry.LastWriteTime = FileTime;
                using var content = entry.Open();
                content.Write(PictureMaker.Make(new Picture(width, height, work.Prompt, work.Seed + frame) { Caption = caption }));
            }
        }

        return file.ToArray();
    }

    /// <summary>The size ordered, made smaller where the sandbox's makers end, and even for video.</summary>
    private static (int Width, int Height) Fit(RunwayWork work)
    {
        var factor = Math.Min(1, (double)(work.Video ? LongestFilmSide : PictureMaker.MaxSide) / Math.Max(work.Width, work.Height));
        var (width, height) = ((int)(work.Width * factor), (int)(work.Height * factor));
        return work.Video ? (width & ~1, height & ~1) : (width, height);
    }

    private static string Extension(string format) => format switch
    {
        "prores" or "hdr_prores" => "mov",
        "png" or "webp" => format,
        "jpeg" => "jpg",
        "mp3" or "wav" => format,
        "ogg_opus" => "ogg",
        _ when format.Contains("sequence", StringComparison.Ordinal) => "zip",
        _ => "mp4",
    };

    private static SoundFormat SoundFormatOf(string format) => format switch
    {
        "wav" => SoundFormat.Wav,
        "ogg_opus" => SoundFormat.Opus,
        _ => SoundFormat.Mp3,
    };

    private static PictureFormat PictureFormatOf(string extension) => extension switch
    {
        "jpg" => PictureFormat.Jpeg,
        "webp" => PictureFormat.Webp,
        _ => PictureFormat.Png,
    };
}
