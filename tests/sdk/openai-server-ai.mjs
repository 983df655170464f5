// Runs Vercel's AI SDK against a running server: node openai-server-ai.mjs http://127.0.0.1:8080 <test key>
import assert from 'node:assert/strict';
import { experimental_generateSpeech, experimental_transcribe, generateImage, generateSpeech, generateText, streamText, transcribe, APICallError, embedMany } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { check, finish, originFromArguments, png, pngSize } from './checks.mjs';

const origin = originFromArguments();
const apiKey = process.argv[3];
const baseURL = `${origin}/v1`;
const openai = createOpenAI({ baseURL, apiKey });
const compatible = createOpenAICompatible({ name: 'atelier', baseURL, apiKey, includeUsage: true });
const bare = createOpenAICompatible({ name: 'atelier', baseURL, apiKey });
const speak = generateSpeech ?? experimental_generateSpeech;
const write = transcribe ?? experimental_transcribe;
const size = (image) => pngSize(Buffer.from(image.uint8Array));

await check('generateImage through @ai-sdk/openai', async () => {
  const { image } = await generateImage({ model: openai.image('gpt-image-2'), prompt: 'a paper boat', size: '1536x1024' });
  assert.deepEqual(size(image), [1536, 1024]);
  const { images } = await generateImage({ model: openai.image('gpt-image-2'), prompt: 'two boats', n: 2 });
  assert.equal(images.length, 2);
  const other = await generateImage({ model: openai.image('stability/core'), prompt: 'a boat of another vendor' });
  size(other.image);
  const several = await generateImage({
    model: openai.image('stability/core'), prompt: 'two boats of another vendor', n: 2, headers: { 'x-atelier-coalesce': 'off' },
  });
  assert.equal(several.images.length, 2);
});

await check('generateImage edits through @ai-sdk/openai', async () => {
  const { image } = await generateImage({ model: openai.image('gpt-image-2'), prompt: { text: 'bluer', images: [png] } });
  size(image);
});

await check('generateImage through @ai-sdk/openai-compatible', async () => {
  const { image } = await generateImage({ model: compatible.imageModel('stability/ultra'), prompt: 'a paper boat', size: '1024x1024' });
  size(image);
  const { images } = await generateImage({ model: compatible.imageModel('openai/gpt-image-2'), prompt: 'three boats', n: 3 });
  assert.equal(images.length, 3);
});

await check('generateSpeech', async () => {
  for (const outputFormat of ['mp3', 'wav', 'pcm']) {
    const { audio } = await speak({ model: openai.speech('tts-1'), text: `spoken as ${outputFormat}`, voice: 'alloy', outputFormat });
    assert.ok(audio.uint8Array.length > 100);
  }
});

await check('transcribe', async () => {
  const { audio } = await speak({ model: openai.speech('tts-1'), text: 'something to write down', voice: 'alloy', outputFormat: 'wav' });
  const result = await write({ model: openai.transcription('whisper-1'), audio: audio.uint8Array });
  assert.ok(result.text.length > 0);
  assert.ok(result.segments.length > 0);
  assert.equal(typeof result.durationInSeconds, 'number');
  const plain = await write({ model: openai.transcription('gpt-4o-transcribe'), audio: audio.uint8Array });
  assert.ok(plain.text.length > 0);
});

await check('streamText through both', async () => {
  for (const model of [compatible('gpt-5.4-mini'), bare('openai/gpt-4.1-mini'), openai.chat('gpt-4.1-mini')]) {
    const result = streamText({ model, prompt: `Name a colour for ${model.provider}.` });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    assert.ok(text.length > 0);
    assert.equal(await result.finishReason, 'stop');
  }
  const counted = streamText({ model: compatible('gpt-5.4-mini'), prompt: 'Count.' });
  await counted.consumeStream();
  assert.ok((await counted.usage).totalTokens > 0);
});

await check('generateText and embedMany', async () => {
  const { text } = await generateText({ model: compatible('gpt-5.4-mini'), prompt: 'Name another colour.' });
  assert.ok(text.length > 0);
  const { embeddings } = await embedMany({ model: compatible.embeddingModel('text-embedding-3-small'), values: ['a', 'b'] });
  assert.deepEqual(embeddings.map((vector) => vector.length), [1536, 1536]);
});

await check('errors carry their message and are not repeated', async () => {
  await assert.rejects(generateImage({ model: compatible.imageModel('stability/core'), prompt: 'x', size: '17x900', maxRetries: 2 }), (error) => {
    assert.ok(APICallError.isInstance(error), String(error));
    assert.equal(error.statusCode, 400);
    assert.equal(error.isRetryable, false);
    assert.match(error.message, /stability\/core/);
    return true;
  });
  await assert.rejects(generateImage({ model: openai.image('nobody/nothing'), prompt: 'x' }), (error) => error.statusCode === 404);
});

finish(8);
