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

finish(12);
