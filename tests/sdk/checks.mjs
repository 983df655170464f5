// What both scripts share: numbered checks, so that the caller sees how far a run came, and files to send.
import assert from 'node:assert/strict';

let count = 0;

/** Runs one check; a failure names it and ends the process with code 1. */
export async function check(name, run) {
  try {
    await run();
    console.log(`ok ${++count} ${name}`);
  } catch (error) {
    console.error(`not ok ${count + 1} ${name}`);
    console.error(error);
    process.exit(1);
  }
}

export function finish(least) {
  assert.ok(count >= least, `only ${count} checks ran, ${least} were expected`);
  console.log(`${count} checks passed`);
}

/** The origin given on the command line, without a trailing slash. */
export function originFromArguments() {
  const origin = process.argv[2];
  if (!origin) {
    console.error('usage: node <script> <base URL of the vendor>');
    process.exit(2);
  }

  return origin.replace(/\/+$/, '');
}

/** A red PNG of 64 by 64 pixels. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAT0lEQVR42u3PQQkAAAgEsMty/aMYygi+hcEKLNO+FgEBAQEBAQEBAQEBAQEBAQ' +
    'EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQGBywLaHgEAEE9tsQAAAABJRU5ErkJggg==',
  'base64');

/** Whether the bytes begin an MP4 file. */
export const isMp4 = (bytes) => bytes.subarray(4, 8).toString('latin1') === 'ftyp';

export const pngSize = (bytes) => {
  assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};
