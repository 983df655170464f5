// Runs Runway's official SDK against a simulated Runway: node runway-simulator.mjs http://127.0.0.1:8089/runway
import assert from 'node:assert/strict';
import RunwayML, { APIConnectionTimeoutError, TaskFailedError, TaskTimedOutError, toFile } from '@runwayml/sdk';
import { check, finish, isMp4, originFromArguments, png, pngSize } from './checks.mjs';

const baseURL = originFromArguments();
const control = new URL('/_control/', baseURL);
const runway = new RunwayML({ apiKey: `key_${'0'.repeat(128)}`, baseURL, maxRetries: 0 });
const video = {
  model: 'gen4_turbo',
  promptImage: `data:image/png;base64,${png.toString('base64')}`,
  promptText: 'a slow push towards the window',
  ratio: '1280:720',
  duration: 3,
  seed: 40118,
};
const noCharge = { ...video, promptText: 'never accepted' };

const script = async (fault, operation = 'submit') => {
  const body = { vendor: 'runway', operation, times: 1, fault };
  const response = await fetch(new URL('faults', control), { method: 'POST', body: JSON.stringify(body) });
  assert.equal(response.status, 200, await response.text());
};
const advance = (milliseconds) => fetch(new URL('clock', control), { method: 'POST', body: JSON.stringify({ advance_ms: milliseconds }) });

/** A silent recording as a data URI: 8 kHz, 16 bit, mono. */
const wav = (seconds) => {
  const bytes = 16_000 * seconds;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8_000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(bytes, 40);
  return `data:audio/wav;base64,${file.toString('base64')}`;
};
const download = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer());
const rejectsWith = (promise, type, status) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof type, `${error?.constructor?.name}: ${error?.message}`);
    assert.equal(error.status, status);
    assert.equal(typeof error.error.error, 'string');
    return true;
  });

await check('a video is made, awaited and downloaded without the key', async () => {
  const made = runway.imageToVideo.create(video);
  const { id, estimatedCost } = await made;
  assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(estimatedCost.credits, 15);
  const first = await runway.tasks.retrieve(id);
  assert.ok(['PENDING', 'RUNNING', 'SUCCEEDED'].includes(first.status), first.status);
  assert.ok(!Number.isNaN(Date.parse(first.createdAt)));
  const done = await made.waitForTaskOutput({ timeout: 60_000 });
  assert.equal(done.status, 'SUCCEEDED');
  assert.equal(done.cost.credits, 15);
  assert.ok(isMp4(await download(done.output[0])));

  assert.equal(await runway.tasks.delete(id), null);
  await rejectsWith(runway.tasks.retrieve(id), RunwayML.NotFoundError, 404);
});

await check('text becomes a video and pictures', async () => {
  const film = await runway.textToVideo.create({ model: 'veo3.1_fast', promptText: 'rain on a tin roof', ratio: '720:1280', duration: 4, audio: false });
  const pictures = await runway.textToImage.create({ model: 'gemini_image3_pro', promptText: 'a tin roof', ratio: '1344:768', outputCount: 4 });
  assert.equal(film.estimatedCost.credits, 40);
  assert.equal(pictures.estimatedCost.credits, 80);
  await advance(60_000);
  const [done, painted] = await Promise.all([film, pictures].map(({ id }) => runway.tasks.retrieve(id).waitForTaskOutput({ timeout: 60_000 })));
  assert.ok(isMp4(await download(done.output[0])));
  assert.equal(painted.output.length, 4);
  assert.deepEqual(pngSize(await download(painted.output[3])), [1344, 768]);
});

// A film of four seconds made by the simulated vendor itself, and what the other endpoints make of it and of a recording.
const film = await (async () => {
  const { id } = await runway.textToVideo.create({ model: 'gen4.5', promptText: 'a harbour', ratio: '1280:720', duration: 4 });
  await advance(60_000);
  const { output } = await runway.tasks.retrieve(id).waitForTaskOutput({ timeout: 60_000 });
  return `data:video/mp4;base64,${(await download(output[0])).toString('base64')}`;
})();
const picture = video.promptImage;
const recording = wav(6);
const voice = { type: 'runway-preset', presetId: 'Maya' };
const isMp3 = (bytes) => bytes.subarray(0, 3).toString('latin1') === 'ID3' || bytes[0] === 0xff;
const operations = [
  ['videoToVideo', { model: 'aleph2', videoUri: film, promptText: 'make it snow', keyframes: [{ uri: picture, at: 0 }] }, 112, isMp4],
  ['videoToVideo', { model: 'seedance2_mini', promptVideo: film, promptText: 'go on', duration: 5, references: [{ uri: picture }] }, 80, isMp4],
  ['characterPerformance', {
    model: 'act_two', character: { type: 'image', uri: picture }, reference: { type: 'video', uri: film }, bodyControl: true, expressionIntensity: 4,
  }, 20, isMp4],
  ['videoUpscale', { model: 'magnific_video_upscaler_creative', videoUri: film, resolution: '720p', creativity: 10 }, 68, isMp4],
  ['videoUpscale', { model: 'enhance_frame_rate', videoUri: film, targetFramerate: '59_94' }, 60, isMp4],
  ['videoToHdr', { model: 'ruby', videoUri: film, outputFormat: 'hlg' }, 80, isMp4],
  ['textToSpeech', { model: 'eleven_multilingual_v2', promptText: 'Good morning, harbour.', voice }, 1, isMp3],
  ['textToSpeech', { model: 'eleven_v3', promptText: 'Good morning, harbour.', voice, speed: 1.1, stability: 0.4 }, 1, isMp3],
  ['textToSpeech', { model: 'seed_audio', promptText: 'Good morning.', voice: { type: 'reference-audio', audioUri: recording }, outputFormat: 'mp3' }, 5, isMp3],
  ['soundEffect', { model: 'eleven_text_to_sound_v2', promptText: 'waves on a beach', duration: 2.5, loop: true }, 1, isMp3],
  ['soundEffect', { model: 'seed_audio', promptText: 'like @Audio1', referenceAudios: [recording] }, 5, isMp3],
  ['speechToSpeech', { model: 'eleven_multilingual_sts_v2', media: { type: 'audio', uri: recording }, voice, removeBackgroundNoise: true }, 2, isMp3],
  ['voiceDubbing', { model: 'eleven_voice_dubbing', audioUri: recording, targetLang: 'de', numSpeakers: 1 }, 3, isMp3],
  ['voiceIsolation', { model: 'eleven_voice_isolation', audioUri: recording }, 1, isMp3],
];
await check('every other endpoint takes its body, tells its price and delivers', async () => {
  const tasks = [];
  for (const [resource, body, credits] of operations) {
    const { id, estimatedCost } = await runway[resource].create(body);
    assert.equal(estimatedCost.credits, credits, `${resource} ${body.model}`);
    tasks.push(id);
  }

  await advance(60_000);
  for (const [index, id] of tasks.entries()) {
    const done = await runway.tasks.retrieve(id).waitForTaskOutput({ timeout: 60_000 });
    const [resource, body, credits, looksRight] = operations[index];
    assert.equal(done.cost.credits, credits, `${resource} ${body.model}`);
    assert.ok(looksRight(await download(done.output[0])), `${resource} ${body.model}`);
  }
});

await check('a picture in more pixels is as large as was ordered', async () => {
  const large = await runway.textToImage.create({ model: 'gen4_image', promptText: 'a tin roof', ratio: '720:720' });
  await advance(60_000);
  const { output } = await runway.tasks.retrieve(large.id).waitForTaskOutput({ timeout: 60_000 });
  const imageUri = `data:image/png;base64,${(await download(output[0])).toString('base64')}`;
  const { id } = await runway.imageUpscale.create({ model: 'magnific_precision_upscaler_v2', imageUri, scaleFactor: 2 });
  await advance(60_000);
  const done = await runway.tasks.retrieve(id).waitForTaskOutput({ timeout: 60_000 });
  assert.deepEqual(pngSize(await download(done.output[0])), [1440, 1440]);
});

await check('wrong bodies of the other endpoints are told by their fields', async () => {
  const wrong = [
    ['videoToVideo', { ...operations[0][1], references: [] }, undefined],
    ['videoToVideo', { model: 'gen4_aleph', videoUri: film, promptText: 'a' }, 'model'],
    ['characterPerformance', { ...operations[2][1], expressionIntensity: 6 }, 'expressionIntensity'],
    ['videoUpscale', { model: 'enhance_frame_rate', videoUri: film }, 'targetFramerate'],
    ['videoToHdr', { model: 'ruby', videoUri: picture }, 'videoUri'],
    ['imageUpscale', { model: 'magnific_precision_upscaler_v2', imageUri: picture }, 'imageUri'],
    ['textToSpeech', { model: 'eleven_v3', promptText: 'a', voice: { type: 'runway-preset', presetId: 'Nobody' } }, 'voice'],
    ['soundEffect', { model: 'eleven_text_to_sound_v2', promptText: 'a', duration: 31 }, 'duration'],
    ['speechToSpeech', { model: 'eleven_multilingual_sts_v2', media: { type: 'image', uri: picture }, voice }, 'media'],
    ['voiceDubbing', { model: 'eleven_voice_dubbing', audioUri: recording, targetLang: 'xx' }, 'targetLang'],
    ['voiceIsolation', { model: 'eleven_voice_isolation', audioUri: wav(4) }, 'audioUri'],
  ];
  for (const [resource, body, field] of wrong) {
    await assert.rejects(runway[resource].create(body), (error) =>
      error instanceof RunwayML.BadRequestError && error.error.issues[0].path[0] === field, `${resource} ${field}`);
  }
});

await check('an uploaded file can be used as picture', async () => {
  const large = Buffer.concat([png, Buffer.alloc(600)]);
  const { uri } = await runway.uploads.createEphemeral({ file: await toFile(large, 'window.png') });
  assert.match(uri, /^runway:\/\//);
  const { id } = await runway.imageToVideo.create({ ...video, promptImage: [{ uri, position: 'first' }] });
  await runway.tasks.delete(id);
  await assert.rejects(
    runway.uploads.createEphemeral({ file: await toFile(Buffer.alloc(10, 1), 'tiny.png') }),
    (error) => error instanceof RunwayML.APIError && error.status === 400);
});

await check('a wrong body is a BadRequestError that names the field', async () => {
  await assert.rejects(runway.imageToVideo.create({ ...noCharge, ratio: '16:9' }), (error) =>
    error instanceof RunwayML.BadRequestError && error.error.issues[0].path[0] === 'ratio' && error.error.issues[0].code === 'invalid_value');
  await assert.rejects(runway.imageToVideo.create({ ...noCharge, model: 'gen3a_turbo' }), (error) =>
    error instanceof RunwayML.BadRequestError && error.error.issues[0].note === 'No matching discriminator');
});

await check('a wrong key, a wrong version and a wrong path have their own errors', async () => {
  await rejectsWith(runway.withOptions({ apiKey: 'key_invalid' }).organization.retrieve(), RunwayML.AuthenticationError, 401);
  await rejectsWith(
    new RunwayML({ apiKey: 'key_test', baseURL, maxRetries: 0, runwayVersion: '2023-01-01' }).organization.retrieve(), RunwayML.BadRequestError, 400);
  await assert.rejects(new RunwayML({ apiKey: 'key_test', baseURL: `${baseURL}/v1`, maxRetries: 0 }).organization.retrieve(), RunwayML.NotFoundError);
});

await check('every status of the vendor becomes the class made for it', async () => {
  const classes = [
    [403, RunwayML.PermissionDeniedError], [409, RunwayML.ConflictError], [429, RunwayML.RateLimitError],
    [500, RunwayML.InternalServerError], [503, RunwayML.InternalServerError],
  ];
  for (const [status, type] of classes) {
    await script({ kind: 'status', status });
    await rejectsWith(runway.imageToVideo.create(noCharge), type, status);
  }
});

await check('the SDK comes again after 503 and 429 and buys once', async () => {
  await script({ kind: 'status', status: 503 });
  await script({ kind: 'rate_limited', headers: { 'retry-after-ms': '5' } });
  const { id } = await runway.withOptions({ maxRetries: 2 }).imageToVideo.create({ ...video, promptText: 'third time lucky' });
  await runway.tasks.delete(id);
  const calls = (await (await fetch(new URL('calls?vendor=runway&operation=submit', control))).json()).data;
  const mine = calls.filter((call) => call.prompt === 'third time lucky');
  assert.deepEqual(mine.map((call) => [call.status, call.billed]), [[503, false], [429, false], [200, true]]);
  assert.deepEqual(mine.map((call) => call.headers['x-stainless-retry-count']), ['0', '1', '2']);
});

await check('a dropped answer has been bought although the SDK saw a failure', async () => {
  await script({ kind: 'reset_after_body' });
  await assert.rejects(runway.imageToVideo.create({ ...video, promptText: 'lost answer' }), RunwayML.APIConnectionError);
  const calls = (await (await fetch(new URL('calls?vendor=runway&operation=submit', control))).json()).data;
  assert.deepEqual(calls.filter((call) => call.prompt === 'lost answer').map((call) => call.billed), [true]);
});

await check('a hanging call ends by the timeout of the caller', async () => {
  await script({ kind: 'timeout' }, 'account');
  await assert.rejects(runway.organization.retrieve({ timeout: 200 }), APIConnectionTimeoutError);
});

await check('a failed task throws with the details of the task', async () => {
  await script({ kind: 'task_failed', code: 'SAFETY.OUTPUT.VIDEO' });
  const { id } = await runway.imageToVideo.create(video);
  await advance(60_000);
  await assert.rejects(runway.tasks.retrieve(id).waitForTaskOutput({ timeout: 60_000 }), (error) => {
    assert.ok(error instanceof TaskFailedError);
    assert.equal(error.taskDetails.failureCode, 'SAFETY.OUTPUT.VIDEO');
    return true;
  });
});

await check('a task that never ends is left by the limit of the caller', async () => {
  await script({ kind: 'never_finish' });
  const { id } = await runway.imageToVideo.create(video);
  await assert.rejects(runway.tasks.retrieve(id).waitForTaskOutput({ timeout: 1_000 }), TaskTimedOutError);
  await runway.tasks.delete(id);
});

await check('organization and usage tell balance, limits and what was spent', async () => {
  const organization = await runway.organization.retrieve();
  assert.ok(organization.creditBalance > 0 && organization.creditBalance < 1_000_000);
  assert.equal(typeof organization.tier.maxMonthlyCreditSpend, 'number');
  assert.ok(organization.usage.models.gen4_turbo.dailyGenerations >= 1);
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const usage = await runway.organization.retrieveUsage({ startDate: day(-1), beforeDate: day(2) });
  const net = usage.results.flatMap((day) => day.usedCredits).reduce((sum, used) => sum + used.amount, 0);
  assert.equal(net, 1_000_000 - organization.creditBalance);
});

finish(15);
