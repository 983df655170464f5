// Runs OpenAI's official SDK against a simulated AIHubMix: node aihubmix-simulator.mjs http://127.0.0.1:8089/aihubmix
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';
import { check, finish, isMp4, originFromArguments, png, pngSize } from './checks.mjs';

const origin = originFromArguments();
const control = new URL('/_control/', origin);
const openai = new OpenAI({ apiKey: 'sk-test', baseURL: `${origin}/v1`, maxRetries: 0 });
const question = { model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'Name a colour.' }] };

const script = async (fault, operation = 'submit') => {
  const body = { vendor: 'aihubmix', operation, times: 1, fault };
  const response = await fetch(new URL('faults', control), { method: 'POST', body: JSON.stringify(body) });
  assert.equal(response.status, 200, await response.text());
};
const advance = (milliseconds) => fetch(new URL('clock', control), { method: 'POST', body: JSON.stringify({ advance_ms: milliseconds }) });
const bytes = async (response) => Buffer.from(await response.arrayBuffer());

await check('models are listed and found', async () => {
  const ids = [];
  for await (const model of openai.models.list()) ids.push(model.id);
  assert.ok(ids.includes('gpt-image-1'));
  assert.equal((await openai.models.retrieve('gpt-image-1')).object, 'model');
  await assert.rejects(openai.models.retrieve('nobody/nothing'), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
});

await check('pictures come as bytes or as an address', async () => {
  const made = await openai.images.generate({ model: 'gpt-image-1', prompt: 'a paper boat', size: '1536x1024', n: 2 });
  assert.equal(made.data.length, 2);
  assert.deepEqual(pngSize(Buffer.from(made.data[1].b64_json, 'base64')), [1536, 1024]);
  assert.equal(made.usage.total_tokens, made.usage.input_tokens + made.usage.output_tokens);
  const linked = await openai.images.generate({ model: 'dall-e-3', prompt: 'a paper boat', size: '1024x1792' });
  assert.ok(linked.data[0].revised_prompt.includes('a paper boat'));
  assert.deepEqual(pngSize(await bytes(await fetch(linked.data[0].url))), [1024, 1792]);
  assert.equal((await fetch(linked.data[0].url, { headers: { Authorization: 'Bearer sk-test' } })).status, 400);
});

await check('pictures can be streamed', async () => {
  const types = [];
  for await (const event of await openai.images.generate({ model: 'gpt-image-1', prompt: 'a paper boat', stream: true, partial_images: 1 })) types.push(event.type);
  assert.deepEqual(types, ['image_generation.partial_image', 'image_generation.completed']);
});

await check('pictures can be edited, one or several', async () => {
  const one = await openai.images.edit({ model: 'gpt-image-1', prompt: 'add a sail', image: await toFile(png, 'boat.png', { type: 'image/png' }) });
  const two = await openai.images.edit({
    model: 'gpt-image-1',
    prompt: 'add a sail',
    image: [await toFile(png, 'a.png', { type: 'image/png' }), await toFile(png, 'b.png', { type: 'image/png' })],
    mask: await toFile(png, 'mask.png', { type: 'image/png' }),
  });
  assert.ok(one.data[0].b64_json);
  assert.equal(two.usage.input_tokens_details.image_tokens, 2 * one.usage.input_tokens_details.image_tokens);
});

await check('a video is made with a picture, watched, downloaded, remixed and deleted', async () => {
  const created = await openai.videos.create({
    model: 'sora-2', prompt: 'a paper boat', seconds: '4', size: '1280x720', input_reference: await toFile(png, 'boat.png', { type: 'image/png' }),
  });
  assert.equal(created.object, 'video');
  assert.equal(created.seconds, '4');
  await assert.rejects(openai.videos.downloadContent(created.id), OpenAI.BadRequestError);
  await advance(60_000);
  const done = await openai.videos.retrieve(created.id);
  assert.equal(done.status, 'completed');
  assert.equal(done.progress, 100);
  assert.ok(isMp4(await bytes(await openai.videos.downloadContent(created.id))));
  const remix = await openai.videos.remix(created.id, { prompt: 'at night' });
  assert.equal(remix.remixed_from_video_id, created.id);
  assert.equal((await openai.videos.delete(created.id)).deleted, true);
  await assert.rejects(openai.videos.retrieve(created.id), OpenAI.NotFoundError);
});

await check('a picture of a video may also come by address', async () => {
  const created = await openai.videos.create({ model: 'sora-2', prompt: 'a paper boat', input_reference: { image_url: 'https://img.example/boat.png' } });
  assert.equal(created.status, 'queued');
});

await check('speech comes in every format', async () => {
  const beginnings = { mp3: 'ID3', wav: 'RIFF', flac: 'fLaC', opus: 'OggS', aac: '\u00ff', pcm: '' };
  for (const [format, beginning] of Object.entries(beginnings)) {
    const response = await openai.audio.speech.create({ model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Paper boats float.', response_format: format });
    const sound = await bytes(response);
    assert.ok(sound.length > 1000 && sound.toString('latin1').startsWith(beginning), format);
  }
});

await check('speech can be transcribed and translated in every format', async () => {
  const sound = await bytes(await openai.audio.speech.create({ model: 'tts-1', voice: 'nova', input: 'x'.repeat(150), response_format: 'wav' }));
  const file = () => toFile(sound, 'boats.wav');
  const plain = await openai.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await file() });
  assert.ok(plain.text.startsWith('SANDBOX transcript of boats.wav'));
  const verbose = await openai.audio.transcriptions.create({
    model: 'whisper-1', file: await file(), response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'], language: 'en',
  });
  assert.equal(verbose.duration, 10);
  assert.equal(verbose.segments.length, 2);
  assert.ok(verbose.words.length > 5);
  assert.match(await openai.audio.transcriptions.create({ model: 'whisper-1', file: await file(), response_format: 'srt' }), /^1\n00:00:00,000 --> 00:00:05,000\n/);
  assert.match(await openai.audio.transcriptions.create({ model: 'whisper-1', file: await file(), response_format: 'vtt' }), /^WEBVTT\n\n/);
  assert.match((await openai.audio.translations.create({ model: 'whisper-1', file: await file() })).text, /translation/);
  const deltas = [];
  for await (const event of await openai.audio.transcriptions.create({ model: 'gpt-4o-mini-transcribe', file: await file(), stream: true })) deltas.push(event);
  assert.equal(deltas.at(-1).type, 'transcript.text.done');
});

await check('chat says the same whole and streamed', async () => {
  const whole = await openai.chat.completions.create(question);
  assert.match(whole.choices[0].message.content, /SANDBOX/);
  assert.equal(whole.choices[0].finish_reason, 'stop');
  let text = '';
  let usage;
  for await (const chunk of await openai.chat.completions.create({ ...question, stream: true, stream_options: { include_usage: true } })) {
    text += chunk.choices[0]?.delta.content ?? '';
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, whole.choices[0].message.content);
  assert.deepEqual(usage, whole.usage);
});

await check('chat calls a required tool and answers in a form', async () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const runner = openai.chat.completions.stream({ ...question, tools: [{ type: 'function', function: { name: 'weather', parameters } }], tool_choice: 'required' });
  const [call] = (await runner.finalChatCompletion()).choices[0].message.tool_calls;
  assert.equal(call.function.name, 'weather');
  assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
  const formed = await openai.chat.completions.parse({ ...question, response_format: { type: 'json_schema', json_schema: { name: 'place', schema: parameters } } });
  assert.match(JSON.parse(formed.choices[0].message.content).city, /SANDBOX/);
});

await check('embeddings are decoded', async () => {
  const { data } = await openai.embeddings.create({ model: 'text-embedding-3-small', input: ['boat', 'sail'], dimensions: 8 });
  assert.deepEqual(data.map((item) => item.embedding.length), [8, 8]);
});

await check('every status of the gateway becomes the class made for it, with its request id', async () => {
  const classes = [
    [400, OpenAI.BadRequestError], [403, OpenAI.PermissionDeniedError], [429, OpenAI.RateLimitError], [500, OpenAI.InternalServerError], [503, OpenAI.InternalServerError],
  ];
  for (const [status, type] of classes) {
    await script({ kind: 'status', status });
    await assert.rejects(openai.chat.completions.create({ ...question, stream: true }), (error) =>
      error instanceof type && /\(tid: \d{26}\)$/.test(error.message) && /^\d{26}$/.test(error.requestID));
  }
  await assert.rejects(new OpenAI({ apiKey: 'sk-invalid', baseURL: `${origin}/v1`, maxRetries: 0 }).chat.completions.create(question), OpenAI.AuthenticationError);
  await assert.rejects(openai.chat.completions.create({ ...question, model: 'nonsense' }), OpenAI.InternalServerError);
  await assert.rejects(openai.images.generate({ model: 'dall-e-3', prompt: 'x', size: '512x512' }), (error) =>
    error.code === 'size_not_supported' && error.param === 'size');
});

await check('an error inside a 200 passes the SDK as a success', async () => {
  await script({ kind: 'error_200' });
  const answer = await openai.chat.completions.create(question);
  assert.equal(answer.choices, undefined);
  assert.match(answer.error.message, /no_valid_channel_error/);
});

await check('a stream cut in the middle is a failure', async () => {
  await script({ kind: 'truncated_body' });
  await assert.rejects(async () => {
    for await (const chunk of await openai.chat.completions.create({ ...question, stream: true })) assert.ok(chunk.id);
  });
});

await check('edits can be streamed, speech comes as events, and Kling takes its own fields', async () => {
  const types = [];
  const image = await toFile(png, 'boat.png', { type: 'image/png' });
  for await (const event of await openai.images.edit({ model: 'gpt-image-2', prompt: 'a sail', image, stream: true, partial_images: 2 })) types.push(event.type);
  assert.deepEqual(types, ['image_edit.partial_image', 'image_edit.partial_image', 'image_edit.completed']);
  const spoken = await openai.audio.speech.create({ model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Boats.', stream_format: 'sse' });
  assert.match(spoken.headers.get('content-type'), /^text\/event-stream/);
  assert.match(await spoken.text(), /"type":"speech.audio.done","usage":/);
  const film = await openai.post('/videos', { body: { model: 'kling-x', prompt: 'p', image: 'https://img.example/a.png', image_tail: 'https://img.example/b.png' } });
  assert.equal(film.object, 'video');
  await assert.rejects(openai.post('/videos', { body: { model: 'kling-x', prompt: 'p', image_tail: 'https://img.example/b.png' } }), OpenAI.BadRequestError);
});

await check('a thumbnail of a video can be downloaded', async () => {
  const created = await openai.videos.create({ model: 'sora-2', prompt: 'a paper boat' });
  await advance(60_000);
  const picture = await bytes(await openai.videos.downloadContent(created.id, { variant: 'thumbnail' }));
  assert.equal(picture.subarray(8, 12).toString('latin1'), 'WEBP');
  await assert.rejects(openai.videos.downloadContent(created.id, { variant: 'poster' }), OpenAI.BadRequestError);
});

await check('embeddings may be shorter, as numbers or base64, and have their price', async () => {
  const asked = { model: 'text-embedding-3-large', input: 'boat', dimensions: 16 };
  const numbers = await openai.embeddings.create({ ...asked, encoding_format: 'float' });
  const base64 = await openai.embeddings.create({ ...asked, encoding_format: 'base64' });
  assert.equal(numbers.data[0].embedding.length, 16);
  assert.equal(Buffer.from(base64.data[0].embedding, 'base64').length, 64);
  assert.deepEqual(numbers.usage, base64.usage);
  await assert.rejects(openai.embeddings.create({ ...asked, model: 'text-embedding-3-small', dimensions: 3072 }), OpenAI.BadRequestError);
});

await check('responses, completions and moderations answer the SDK', async () => {
  const whole = await openai.responses.create({ model: 'gpt-5.4-mini', input: 'Name a colour.' });
  assert.match(whole.output_text, /SANDBOX/);
  assert.equal(whole.usage.total_tokens, whole.usage.input_tokens + whole.usage.output_tokens);
  let text = '';
  for await (const event of await openai.responses.create({ model: 'gpt-5.4-mini', input: [{ role: 'user', content: 'Name a colour.' }], stream: true })) text += event.delta ?? '';
  assert.equal(text, whole.output_text);
  assert.match((await openai.completions.create({ model: 'gpt-5.4-mini', prompt: 'A boat' })).choices[0].text, /A boat/);
  const { results } = await openai.moderations.create({ model: 'omni-moderation-latest', input: ['a boat', 'a forbidden boat'] });
  assert.deepEqual(results.map((item) => item.flagged), [false, true]);
});

await check('Gemini draws in Google\'s form, with the key in Google\'s header alone', async () => {
  const draw = (headers) => fetch(`${origin}/gemini/v1beta/models/gemini-2.5-flash-image:generateContent`, {
    method: 'POST', headers, body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'a boat' }] }], generationConfig: { imageConfig: { aspectRatio: '16:9' } } }),
  });
  const { candidates } = await (await draw({ 'x-goog-api-key': 'sk-test' })).json();
  const { data } = candidates[0].content.parts[1].inlineData;
  const [width, height] = pngSize(Buffer.from(data, 'base64'));
  assert.ok(width > height);
  assert.equal((await draw({ Authorization: 'Bearer sk-test' })).status, 401);
});

finish(19);
