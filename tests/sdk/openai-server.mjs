// Runs OpenAI's official SDK against a running server: node openai-server.mjs http://127.0.0.1:8080 <test key>
import assert from 'node:assert/strict';
import http from 'node:http';
import OpenAI, { toFile } from 'openai';
import { check, finish, isMp4, originFromArguments, png, pngSize } from './checks.mjs';

const origin = originFromArguments();
const apiKey = process.argv[3];
const openai = new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0 });
const bytes = async (response) => Buffer.from(await response.arrayBuffer());
const decoded = (item) => Buffer.from(item.b64_json, 'base64');
const balance = async () => (await (await fetch(`${origin}/api/v1/account`, { headers: { Authorization: `Bearer ${apiKey}` } })).json());
const made = async () => {
  const answer = await fetch(`${origin}/api/v1/generations?limit=100`, { headers: { Authorization: `Bearer ${apiKey}` } });
  return (await answer.json()).data;
};
const picture = () => toFile(png, 'a.png', { type: 'image/png' });
// A second of silence: 16 bit mono at 8 kHz.
const wav = (() => {
  const data = Buffer.alloc(16000);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0); head.writeUInt32LE(36 + data.length, 4); head.write('WAVEfmt ', 8); head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(8000, 24); head.writeUInt32LE(16000, 28);
  head.writeUInt16LE(2, 32); head.writeUInt16LE(16, 34); head.write('data', 36); head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
})();
const recording = () => toFile(wav, 'a.wav', { type: 'audio/wav' });
const question = { model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'Name a colour.' }] };
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
};
const rejects = (promise, type, test = () => true) => assert.rejects(promise, (error) => {
  assert.ok(error instanceof type, `${error?.constructor?.name} ${error?.status}: ${error?.message}`);
  assert.equal(typeof error.requestID, 'string');
  assert.ok(test(error), `${error.status} ${error.type} ${error.code} ${error.param}: ${error.message}`);
  return true;
});

await check('models are listed and found, with slashes and by their bare names', async () => {
  const ids = [];
  for await (const model of openai.models.list()) ids.push(model);
  assert.ok(ids.some((model) => model.id === 'stability/core' && model.owned_by === 'stability' && Number.isInteger(model.created)));
  assert.equal((await openai.models.retrieve('openai/gpt-image-2')).id, 'openai/gpt-image-2');
  assert.equal((await openai.models.retrieve('gpt-image-2')).id, 'openai/gpt-image-2');
  await rejects(openai.models.retrieve('nobody/nothing'), OpenAI.NotFoundError, (e) => e.code === 'model_not_found' && e.param === 'model');
});

await check('a picture comes as base64, with its generation and price in the headers', async () => {
  const { data, response } = await openai.images.generate({ model: 'gpt-image-2', prompt: 'a paper boat', size: '1536x1024', quality: 'low' }).withResponse();
  assert.deepEqual(pngSize(decoded(data.data[0])), [1536, 1024]);
  assert.equal(data.size, '1536x1024');
  assert.equal(data.quality, 'low');
  assert.ok(Number.isInteger(data.created));
  assert.match(response.headers.get('x-atelier-generation-id'), /^gen_/);
  assert.ok(Number(response.headers.get('x-atelier-credits')) > 0);
  assert.match(response.headers.get('x-request-id'), /^req_/);
});

await check('several pictures and addresses', async () => {
  const two = await openai.images.generate({ model: 'openai/gpt-image-2', prompt: 'two boats', n: 2 });
  assert.equal(two.data.length, 2);
  const linked = await openai.images.generate({ model: 'gpt-image-2', prompt: 'a linked boat', response_format: 'url' });
  assert.equal('b64_json' in linked.data[0], false);
  const file = await fetch(linked.data[0].url);
  assert.equal(file.headers.get('content-type'), 'image/png');
  assert.deepEqual(pngSize(await bytes(file)), [1024, 1024]);
  assert.equal((await fetch(linked.data[0].url.replace(/signature=./, 'signature=x'))).status, 404);
});

await check('pictures of other vendors, sizes as their models know them', async () => {
  const wide = await openai.images.generate({ model: 'stability/core', prompt: 'a boat', size: '1536x1024', output_format: 'png', seed: 7 });
  const [width, height] = pngSize(decoded(wide.data[0]));
  assert.ok(Math.abs(width / height - 1.5) < 0.05, `${width}x${height}`);
  const frame = await openai.images.generate({ model: 'gen4_image', prompt: 'a boat', size: '1920x1080' });
  assert.deepEqual(pngSize(decoded(frame.data[0])), [1920, 1080]);
  const { data: both, response } = await openai.images.generate({ model: 'stability/core', prompt: 'two boats of one', n: 2 }).withResponse();
  assert.equal(both.data.length, 2);
  assert.notEqual(both.data[0].b64_json, both.data[1].b64_json);
  const ids = response.headers.get('x-atelier-generation-id').split(', ');
  const paid = (await made()).filter((g) => ids.includes(g.id)).map((g) => g.credits.captured);
  assert.equal(paid.length, 2);
  assert.equal(Number(response.headers.get('x-atelier-credits')), paid[0] + paid[1]);
  await rejects(openai.images.generate({ model: 'stability/core', prompt: 'x', n: 2, seed: 7 }), OpenAI.BadRequestError, (e) => e.param === 'n');
  await rejects(openai.images.generate({ model: 'stability/core', prompt: 'x', quality: 'high' }), OpenAI.BadRequestError, (e) => e.param === 'quality');
  await rejects(openai.images.generate({ model: 'gpt-image-2', prompt: 'x', size: '17x17' }), OpenAI.BadRequestError, (e) => e.param === 'size');
  await rejects(openai.images.generate({ model: 'gpt-image-2', prompt: 'x', n: 99 }), OpenAI.BadRequestError, (e) => e.param === 'n');
});

await check('pictures are streamed', async () => {
  const events = [];
  for await (const event of await openai.images.generate({ model: 'gpt-image-2', prompt: 'a streamed boat', stream: true, partial_images: 2 })) events.push(event);
  assert.deepEqual(events.map((event) => event.type), ['image_generation.partial_image', 'image_generation.partial_image', 'image_generation.completed']);
  assert.deepEqual(events.slice(0, 2).map((event) => event.partial_image_index), [0, 1]);
  assert.deepEqual(pngSize(decoded(events[0])), [1024, 1024]);
  assert.notEqual(events[0].b64_json, events[2].b64_json);
  const several = [];
  for await (const event of await openai.images.generate({ model: 'stability/core', prompt: 'two streamed boats', n: 2, stream: true, partial_images: 1 })) several.push(event.type);
  assert.deepEqual(several, ['image_generation.completed', 'image_generation.completed']);
  assert.deepEqual(pngSize(decoded(events.at(-1))), [1024, 1024]);
});

await check('pictures are edited: one, several, with a mask, as JSON, as a stream, varied', async () => {
  const one = await openai.images.edit({ model: 'gpt-image-2', image: await picture(), prompt: 'bluer' });
  pngSize(decoded(one.data[0]));
  const several = await openai.images.edit({ model: 'gpt-image-2', image: [await picture(), await picture()], mask: await picture(), prompt: 'bluest', n: 2 });
  assert.equal(several.data.length, 2);
  const json = await openai.post('/images/edits', {
    body: { model: 'gpt-image-2', prompt: 'as json', images: [{ image_url: `data:image/png;base64,${png.toString('base64')}` }] },
  });
  pngSize(decoded(json.data[0]));
  const events = [];
  for await (const event of await openai.images.edit({ model: 'gpt-image-2', image: await picture(), prompt: 'flow', stream: true, partial_images: 1 })) events.push(event.type);
  assert.deepEqual(events, ['image_edit.partial_image', 'image_edit.completed']);
  const varied = await openai.images.createVariation({ model: 'gpt-image-2', image: await picture() });
  pngSize(decoded(varied.data[0]));
  await rejects(openai.images.edit({ model: 'stability/core', image: await picture(), prompt: 'x' }), OpenAI.BadRequestError, (e) => e.param === 'image');
});

await check('videos: created, watched, listed, fetched, remixed, deleted', async () => {
  let video = await openai.videos.create({ model: 'sora-2', prompt: 'a paper boat sails', seconds: '8', size: '1280x720' });
  assert.deepEqual(Object.keys(video).sort(), ['completed_at', 'created_at', 'error', 'expires_at', 'id', 'model', 'object', 'progress', 'prompt',
    'remixed_from_video_id', 'seconds', 'size', 'status']);
  assert.match(video.id, /^[A-Za-z0-9_-]+$/);
  assert.equal(video.seconds, '8');
  const early = await openai.videos.downloadContent(video.id).catch((error) => error);
  if (video.status !== 'completed') assert.ok(early.status === 400 || early.status === 200);
  while (['queued', 'in_progress'].includes(video.status)) {
    await new Promise((done) => setTimeout(done, 200));
    video = await openai.videos.retrieve(video.id);
  }
  assert.equal(video.status, 'completed', JSON.stringify(video.error));
  assert.equal(video.progress, 100);
  assert.equal(video.size, '1280x720');
  const content = await bytes(await openai.videos.downloadContent(video.id));
  assert.ok(isMp4(content));
  const head = await fetch(`${origin}/v1/videos/${video.id}/content`, { method: 'HEAD', headers: { Authorization: `Bearer ${apiKey}` } });
  assert.equal(Number(head.headers.get('content-length')), content.length);
  const part = await fetch(`${origin}/v1/videos/${video.id}/content`, { headers: { Authorization: `Bearer ${apiKey}`, Range: 'bytes=4-7' } });
  assert.equal(part.status, 206);
  assert.equal(await part.text(), 'ftyp');
  await rejects(openai.videos.downloadContent(video.id, { variant: 'thumbnail' }), OpenAI.BadRequestError, (e) => e.param === 'variant');

  const remix = await openai.videos.remix(video.id, { prompt: 'now at night' });
  assert.equal(remix.remixed_from_video_id, video.id);
  assert.equal(remix.prompt, 'now at night');
  const pictured = await openai.videos.create({ model: 'gen4_turbo', prompt: 'it moves', input_reference: await picture(), size: '1280x720', seconds: '5' });
  const json = await openai.post('/videos', { body: { model: 'runway/gen4.5', prompt: 'as json', seconds: '5' } });
  const ids = [];
  for await (const item of openai.videos.list({ limit: 2, order: 'asc' })) ids.push(item.id);
  assert.deepEqual(ids, [video.id, remix.id, pictured.id, json.id]);
  assert.equal((await openai.videos.list({ limit: 1 })).data[0].id, json.id);
  for (const id of ids) assert.deepEqual(await openai.videos.delete(id), { id, object: 'video.deleted', deleted: true });
  await rejects(openai.videos.retrieve(video.id), OpenAI.NotFoundError);
  await rejects(openai.videos.create({ model: 'sora-2', prompt: 'x', seconds: '5' }), OpenAI.BadRequestError, (e) => e.param === 'seconds');
});

await check('speech in every format, as bytes and as events', async () => {
  const types = { mp3: 'audio/mpeg', opus: 'audio/opus', aac: 'audio/aac', flac: 'audio/flac', wav: 'audio/wav', pcm: 'audio/pcm' };
  for (const [format, type] of Object.entries(types)) {
    const speech = await openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: `in ${format}`, response_format: format });
    assert.equal(speech.headers.get('content-type'), type);
    assert.match(speech.headers.get('x-atelier-generation-id'), /^gen_/);
    const sound = await bytes(speech);
    const stored = (await made()).find((g) => g.id === speech.headers.get('x-atelier-generation-id'));
    assert.equal(stored.artifacts[0].bytes, sound.length);
  }
  const events = await openai.audio.speech.create({ model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'as events', instructions: 'softly', stream_format: 'sse' });
  assert.equal(events.headers.get('content-type'), 'text/event-stream');
  const lines = (await events.text()).split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)));
  assert.equal(lines.at(-1).type, 'speech.audio.done');
  assert.ok(Buffer.concat(lines.slice(0, -1).map((line) => Buffer.from(line.audio, 'base64'))).length > 100);
  await rejects(openai.audio.speech.create({ model: 'tts-1', voice: 'nobody', input: 'x' }), OpenAI.BadRequestError, (e) => e.param === 'voice');
});

await check('recordings are transcribed in every form', async () => {
  const json = await openai.audio.transcriptions.create({ model: 'whisper-1', file: await recording() });
  assert.equal(typeof json.text, 'string');
  for (const response_format of ['text', 'srt', 'vtt']) {
    const text = await openai.audio.transcriptions.create({ model: 'whisper-1', file: await recording(), response_format });
    assert.equal(typeof text, 'string');
    assert.ok(text.length > 0);
  }
  const verbose = await openai.audio.transcriptions.create({
    model: 'whisper-1', file: await recording(), response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'],
  });
  assert.equal(typeof verbose.duration, 'number');
  assert.ok(verbose.segments.length > 0 && verbose.words.length > 0);
  const events = [];
  for await (const event of await openai.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await recording(), stream: true })) events.push(event);
  assert.equal(events.at(-1).type, 'transcript.text.done');
  const words = events.filter((event) => event.type === 'transcript.text.delta').map((event) => event.delta);
  assert.ok(words.length > 1, 'word by word');
  assert.equal(words.join('').trim(), events.at(-1).text);
  assert.ok(events.at(-1).usage.total_tokens > 0);
  const translated = await openai.audio.translations.create({ model: 'whisper-1', file: await recording() });
  assert.equal(typeof translated.text, 'string');
  await rejects(openai.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await recording(), response_format: 'srt' }),
    OpenAI.BadRequestError, (e) => e.param === 'response_format');
  await rejects(openai.audio.transcriptions.create({ model: 'whisper-1', file: await toFile(Buffer.from('nothing'), 'a.wav') }),
    OpenAI.APIError, (e) => e.status === 415 && e.param === 'file');
});

await check('chat is answered whole, with tools and pictures', async () => {
  const { data, response } = await openai.chat.completions.create(question).withResponse();
  assert.equal(data.object, 'chat.completion');
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.ok(data.choices[0].message.content.length > 0);
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.ok(Number(response.headers.get('x-atelier-credits')) > 0);
  const called = await openai.chat.completions.create({ ...question, tools: [weather], tool_choice: 'required' });
  assert.equal(called.choices[0].finish_reason, 'tool_calls');
  const call = called.choices[0].message.tool_calls[0];
  const answered = await openai.chat.completions.create({
    ...question, tools: [weather],
    messages: [...question.messages, called.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'rain' }],
  });
  assert.ok(answered.choices.length > 0);
  const seen = await openai.chat.completions.create({
    ...question,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } }] }],
  });
  assert.ok(seen.choices[0].message.content);
  await rejects(openai.chat.completions.create({ ...question, n: 2 }), OpenAI.BadRequestError, (e) => e.param === 'n');
  await rejects(openai.chat.completions.create({ ...question, temperature: 0.2 }), OpenAI.BadRequestError, (e) => e.param === 'temperature');
});

await check('chat is streamed, with usage when asked, and charged by what was used', async () => {
  const before = await balance();
  let text = '';
  let usage = null;
  let reason = null;
  const { data: stream, response } = await openai.chat.completions.create({ ...question, messages: [{ role: 'user', content: 'Stream.' }], stream: true, stream_options: { include_usage: true } }).withResponse();
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    reason = chunk.choices[0]?.finish_reason ?? reason;
    usage = chunk.usage ?? usage;
  }
  assert.ok(text.length > 0);
  assert.equal(reason, 'stop');
  assert.ok(usage.total_tokens > 0);
  const stored = (await made()).find((g) => g.id === response.headers.get('x-atelier-generation-id'));
  assert.equal(stored.status, 'completed');
  assert.ok(stored.credits.captured > 0 && stored.credits.captured < stored.credits.quoted);
  const after = await balance();
  assert.notDeepEqual(before, after);
  const plain = [];
  for await (const chunk of await openai.chat.completions.create({ ...question, messages: [{ role: 'user', content: 'Plain.' }], stream: true })) plain.push(chunk);
  assert.ok(plain.every((chunk) => chunk.choices.length > 0 && !chunk.usage));
  const calls = [];
  for await (const chunk of await openai.chat.completions.create({ ...question, stream: true, tools: [weather], tool_choice: 'required' })) {
    calls.push(...(chunk.choices[0]?.delta?.tool_calls ?? []));
  }
  assert.equal(calls.find((call) => call.function?.name)?.function.name, 'weather');
});

await check('texts are embedded', async () => {
  const one = await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'a boat' });
  assert.equal(one.data[0].embedding.length, 1536);
  const two = await openai.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 8, encoding_format: 'float' });
  assert.deepEqual(two.data.map((item) => item.embedding.length), [8, 8]);
  await rejects(openai.embeddings.create({ model: 'text-embedding-3-small', input: [[1, 2], [3]] }), OpenAI.BadRequestError, (e) => e.param === 'input' && e.message.includes('texts'));
});

await check('a call that timed out is met again by its repetition and paid once', async () => {
  const impatient = new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0, timeout: 60 });
  const body = { model: 'gpt-image-2', prompt: 'a boat that takes its time' };
  const first = await impatient.images.generate(body).catch((error) => error);
  const { data, response } = await openai.images.generate(body).withResponse();
  pngSize(decoded(data.data[0]));
  const mine = (await made()).filter((g) => g.input.prompt === body.prompt);
  if (first instanceof OpenAI.APIConnectionTimeoutError) {
    assert.equal(mine.length, 1);
    assert.equal(response.headers.get('idempotent-replayed'), 'true');
  }
  const again = await openai.images.generate(body).withResponse();
  assert.notEqual(again.response.headers.get('x-atelier-generation-id'), response.headers.get('x-atelier-generation-id'));
});

await check('identical calls at once are one; a header or an Idempotency-Key makes them several', async () => {
  const ids = async (bodies, headers) => (await Promise.all(bodies.map((body, i) => openai.images.generate(body, { headers: headers(i) }).withResponse())))
    .map((answer) => answer.response.headers.get('x-atelier-generation-id'));
  const same = (prompt) => [0, 1, 2].map(() => ({ model: 'gpt-image-2', prompt }));
  assert.equal(new Set(await ids(same('all at once'), () => ({}))).size, 1);
  assert.equal(new Set(await ids(same('each its own'), () => ({ 'x-atelier-coalesce': 'off' }))).size, 3);
  assert.equal(new Set(await ids(same('by key'), (i) => ({ 'Idempotency-Key': `key-${i}` }))).size, 3);
  assert.equal(new Set(await ids(same('one key'), () => ({ 'Idempotency-Key': 'key-x' }))).size, 1);
  const edit = async () => openai.images.edit({ model: 'gpt-image-2', image: await picture(), prompt: 'edited at once' }).withResponse();
  const edits = await Promise.all([edit(), edit()]);
  assert.equal(new Set(edits.map((answer) => answer.response.headers.get('x-atelier-generation-id'))).size, 1);
});

await check('a stream whose caller hangs up goes on, and is met again', async () => {
  const body = { ...question, messages: [{ role: 'user', content: 'Count slowly to one hundred.' }] };
  const abort = new AbortController();
  const { data: stream, response } = await openai.chat.completions.create({ ...body, stream: true }, { signal: abort.signal }).withResponse();
  for await (const _ of stream) { abort.abort(); break; }
  const id = response.headers.get('x-atelier-generation-id');
  let stored;
  do { stored = (await made()).find((g) => g.id === id); } while (stored.status !== 'completed' && stored.status !== 'failed');
  assert.equal(stored.status, 'completed');
  assert.ok(stored.credits.captured > 0);
});

await check('errors have the classes of the SDK', async () => {
  const with_ = (key) => new OpenAI({ apiKey: key, baseURL: `${origin}/v1`, maxRetries: 0 });
  await rejects(with_('atl_test_nobody').models.list(), OpenAI.AuthenticationError, (e) => e.code === 'invalid_api_key' && e.type === 'invalid_request_error');
  await rejects(openai.images.generate({ model: 'nobody/nothing', prompt: 'x' }), OpenAI.NotFoundError, (e) => e.code === 'model_not_found');
  await rejects(openai.images.generate({ model: 'gpt-image-2' }), OpenAI.BadRequestError, (e) => e.code === 'missing_required_parameter' && e.param === 'prompt');
  await rejects(openai.images.generate({ prompt: 'x' }), OpenAI.BadRequestError, (e) => e.param === 'model');
  await rejects(openai.images.generate({ model: 'whisper-1', prompt: 'x' }), OpenAI.NotFoundError, (e) => e.param === 'model');
  await rejects(openai.get('/nothing/here'), OpenAI.NotFoundError, (e) => e.message.includes('Invalid URL (GET /v1/nothing/here)'));
  await rejects(openai.responses.create({ model: 'gpt-5.4-mini', input: 'x' }), OpenAI.NotFoundError, (e) => e.message.includes('/v1/chat/completions'));
  await openai.images.generate({ model: 'gpt-image-2', prompt: 'first' }, { headers: { 'Idempotency-Key': 'reused' } });
  await rejects(openai.images.generate({ model: 'gpt-image-2', prompt: 'second' }, { headers: { 'Idempotency-Key': 'reused' } }), OpenAI.UnprocessableEntityError);
  await rejects(openai.chat.completions.create({ ...question, messages: 'x', stream: true }), OpenAI.BadRequestError, (e) => e.param === 'messages');
  const raw = await fetch(`${origin}/v1/images/generations`, { method: 'POST', headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' }, body: '{' });
  assert.equal(raw.status, 400);
  assert.deepEqual(Object.keys((await raw.json()).error).sort(), ['code', 'message', 'param', 'type']);
});

finish(16);
