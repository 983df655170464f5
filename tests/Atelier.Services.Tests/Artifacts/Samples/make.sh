#!/bin/bash
# Makes the sample files beside it: tiny, silent or plain-coloured, by ffmpeg. Every video has 64 x 48 pixels; every sound lasts 2 seconds.
set -euo pipefail
cd "$(dirname "$0")"
run() { ffmpeg -hide_banner -loglevel error -y -bitexact "$@"; }
picture=(-f lavfi -i color=c=teal:s=64x48 -frames:v 1)
video=(-f lavfi -i color=c=teal:s=64x48:r=10:d=2)
sound=(-f lavfi -i sine=frequency=440:sample_rate=24000:duration=2)
run "${picture[@]}" picture.png
run "${picture[@]}" -pix_fmt yuvj420p picture.jpg
run "${picture[@]}" -c:v libwebp picture-lossy.webp
run "${picture[@]}" -c:v libwebp -lossless 1 picture-lossless.webp
run "${picture[@]}" picture.gif
run "${video[@]}" "${sound[@]}" -c:v libx264 -preset veryslow -crf 40 -c:a aac -b:a 16k -movflags +faststart front.mp4
run "${video[@]}" "${sound[@]}" -c:v libx264 -preset veryslow -crf 40 -c:a aac -b:a 16k tail.mp4
run "${video[@]}" -c:v libx264 -preset veryslow -crf 40 silent.mov
run "${video[@]}" -c:v libvpx -b:v 10k silent.webm
run "${sound[@]}" -c:a libopus -b:a 16k sound.webm
run "${sound[@]}" -c:a aac -b:a 16k sound.m4a
run "${sound[@]}" -c:a aac -b:a 16k -f mp4 sound-in.mp4
run "${sound[@]}" -c:a libmp3lame -b:a 16k -write_xing 0 constant.mp3
run "${sound[@]}" -c:a libmp3lame -q:a 9 varying.mp3
run "${sound[@]}" -c:a pcm_s16le -ar 8000 sound.wav
run "${sound[@]}" -c:a flac sound.flac
run "${sound[@]}" -c:a libvorbis -q:a 0 vorbis.ogg
run "${sound[@]}" -c:a libopus -b:a 16k opus.ogg
run "${sound[@]}" -c:a aac -b:a 16k -f adts sound.aac

# One triangle as binary glTF: a header, a chunk of JSON, a chunk of data, each padded to four bytes.
python3 - <<'PYTHON'
import json, struct

data = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
text = json.dumps({
    "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]}],
    "bufferViews": [{"buffer": 0, "byteLength": len(data)}], "buffers": [{"byteLength": len(data)}],
}).encode()
text += b" " * (-len(text) % 4)
chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(data), b"BIN\0") + data
open("triangle.glb", "wb").write(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)
PYTHON
