// Every class of error that OpenAI's official SDK has, raised by a running server:
// node openai-server-errors.mjs http://127.0.0.1:8080 '{"live":"atl_...","poor":"...","reader":"...","narrow":"...","limited":"...","data":"/folder","simulator":"http://..."}'
import assert from 'node:assert/strict';
import { renameSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI, { toFile } from 'openai';
import { check, finish, originFromArguments, png } from './checks.mjs';

const origin = originFromArguments();
const keys = JSON.parse(process.argv[3]);
const client = (apiKey, options = {}) => new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0, ...options });
const openai = client(keys.live);
const core = { model: 'stability/core', prompt: 'a boat' };
const fails = async (promise, type, status, code, test = () => true) => {
  const error = await promise.then(() => assert.fail(`${type.name} was expected`), (caught) => caught);
  assert.ok(error instanceof type, `${error?.constructor?.name} ${error?.status}: ${error?.message}`);
  assert.equal(error.constructor, type, `${error.constructor.name} ${error.status}`);
  assert.equal(error.status, status, error.message);
  if (code !== undefined) assert.equal(error.code, code, error.message);
  if (status !== undefined) assert.match(error.requestID, /^req_/);
  assert.ok(test(error), `${error.status} ${error.type} ${error.code} ${error.param}: ${error.message}`);
  return error;
};
const simulator = async (method, path, body) => {
  const answer = await fetch(`${keys.simulator}/_control${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, await answer.text());
};

await check('400 BadRequestError', () => fails(openai.images.generate({ ...core, quality: 'high' }), OpenAI.BadRequestError, 400, undefined, (e) => e.param === 'quality'));

await check('401 AuthenticationError', async () => {
  await fails(client('sk-nonsense').models.list(), OpenAI.AuthenticationError, 401, 'invalid_api_key');
});

await check('403 PermissionDeniedError: a key without the scope, and one without the model', async () => {
  await fails(client(keys.reader).images.generate(core), OpenAI.PermissionDeniedError, 403, 'scope_missing');
  await fails(client(keys.narrow).images.generate(core), OpenAI.PermissionDeniedError, 403, 'model_not_allowed', (e) => e.param === 'model');
});

await check('404 NotFoundError', () => fails(openai.images.generate({ ...core, model: 'nobody/nothing' }), OpenAI.NotFoundError, 404, 'model_not_found'));

await check('409 ConflictError: what the key made was deleted since, and no SDK repeats it', async () => {
  const headers = { 'Idempotency-Key': 'made-and-deleted' };
  const { response } = await openai.images.generate(core, { headers }).withResponse();
  const id = response.headers.get('x-atelier-generation-id');
  const deleted = await fetch(`${origin}/api/v1/generations/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${keys.live}` } });
  assert.ok(deleted.ok);
  const error = await fails(client(keys.live, { maxRetries: 2 }).images.generate(core, { headers }), OpenAI.ConflictError, 409, 'idempotent_generation_deleted');
  assert.equal(error.headers.get('x-should-retry'), 'false');
});

await check('413: too many files', async () => {
  const image = await Promise.all(Array.from({ length: 21 }, (_, i) => toFile(png, `${i}.png`, { type: 'image/png' })));
  await fails(openai.images.edit({ model: 'gpt-image-2', image, prompt: 'x' }), OpenAI.APIError, 413, 'too_many_files');
});

await check('415: bytes that are no picture', async () => {
  await fails(openai.images.edit({ model: 'gpt-image-2', image: await toFile(Buffer.from('no picture at all'), 'a.png', { type: 'image/png' }), prompt: 'x' }),
    OpenAI.APIError, 415, 'unsupported_media_type');
});

await check('422 UnprocessableEntityError', async () => {
  const headers = { 'Idempotency-Key': 'used-twice' };
  await openai.images.generate(core, { headers });
  await fails(openai.images.generate({ ...core, prompt: 'another' }, { headers }), OpenAI.UnprocessableEntityError, 422, 'idempotency_key_reused');
});

await check('429 RateLimitError: too many requests, told when to come back and met again', async () => {
  const limited = client(keys.limited);
  const { response } = await limited.models.list().withResponse();
  assert.equal(response.headers.get('x-ratelimit-limit-requests'), '1');
  assert.equal(response.headers.get('x-ratelimit-remaining-requests'), '0');
  const error = await fails(limited.models.list(), OpenAI.RateLimitError, 429, 'rate_limit_exceeded', (e) => e.type === 'requests');
  assert.ok(Number(error.headers.get('retry-after')) >= 1);
  assert.ok(Number(error.headers.get('retry-after-ms')) >= 1000);
});

await check('429 RateLimitError: no credits, which no SDK repeats', async () => {
  const error = await fails(client(keys.poor, { maxRetries: 2 }).images.generate(core), OpenAI.RateLimitError, 429, 'credit_balance_exhausted', (e) => e.type === 'insufficient_quota');
  assert.equal(error.headers.get('x-should-retry'), 'false');
});

await check('moderation is a BadRequestError of the kind pictures have', () =>
  fails(openai.images.generate({ ...core, prompt: 'a boat [simulate:content_moderation]' }), OpenAI.BadRequestError, 400, 'moderation_blocked', (e) => e.type === 'image_generation_user_error'));

await check('424: a vendor that fails, which no SDK repeats and nobody pays', async () => {
  await simulator('POST', '/faults', { vendor: 'stability', fault: { kind: 'status', status: 500 } });
  const error = await fails(client(keys.live, { maxRetries: 2 }).images.generate({ ...core, prompt: 'fails' }), OpenAI.APIError, 424, 'vendor_fault');
  assert.equal(error.headers.get('x-should-retry'), 'false');
  await simulator('DELETE', '/faults');
});

await check('503 InternalServerError: the store is away; the SDK repeats and succeeds when it is back', async () => {
  const [folder, aside] = [join(keys.data, 'artifacts'), join(keys.data, 'aside')];
  renameSync(folder, aside);
  writeFileSync(folder, '');
  const image = () => toFile(png, 'a.png', { type: 'image/png' });
  try {
    await fails(openai.images.edit({ model: 'gpt-image-2', image: await image(), prompt: 'x' }), OpenAI.InternalServerError, 503, 'server_is_overloaded');
  } finally {
    rmSync(folder);
    renameSync(aside, folder);
  }
  const { response } = await openai.images.edit({ model: 'gpt-image-2', image: await image(), prompt: 'x' }).withResponse();
  assert.equal(response.status, 200);
});

await check('a timeout and a lost connection are the SDK\'s own', async () => {
  await fails(client(keys.live, { timeout: 1 }).models.list(), OpenAI.APIConnectionTimeoutError, undefined);
  await fails(client(keys.live, { baseURL: 'http://127.0.0.1:1/v1' }).models.list(), OpenAI.APIConnectionError, undefined);
});

await check('an abort is the caller\'s own', async () => {
  const abort = new AbortController();
  const call = openai.models.list({ signal: abort.signal });
  abort.abort();
  await fails(call, OpenAI.APIUserAbortError, undefined);
});

finish(15);
