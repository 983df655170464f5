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
