// OpenAI's SDK for JavaScript against Atelier: OPENAI_BASE_URL and OPENAI_API_KEY are all that changes.
import fs from 'node:fs';
import path from 'node:path';
import OpenAI from 'openai';

const folder = process.argv[2] ?? '.';
const save = async (name, response) => {
  fs.writeFileSync(path.join(folder, name), Buffer.from(await response.arrayBuffer()));
  console.log(name);
};
const openai = new OpenAI();

const { data } = await openai.images.generate({ model: 'stability/core', prompt: 'a paper boat on a lake', size: '1024x1024' });
fs.writeFileSync(path.join(folder, 'boat.png'), Buffer.from(data[0].b64_json, 'base64'));
console.log('boat.png');

await save('boat.mp3', await openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'The boat has sailed.' }));
const { text } = await openai.audio.transcriptions.create({ model: 'whisper-1', file: fs.createReadStream(path.join(folder, 'boat.mp3')) });
console.log(`heard: ${text}`);

let said = '';
for await (const chunk of await openai.chat.completions.create({ model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'Name a boat.' }], stream: true })) {
  said += chunk.choices[0]?.delta?.content ?? '';
}
console.log(`said: ${said}`);

let video = await openai.videos.create({ model: 'runway/gen4.5', prompt: 'a paper boat sails', seconds: '5' });
while (['queued', 'in_progress'].includes(video.status)) {
  await new Promise((done) => setTimeout(done, 500));
  video = await openai.videos.retrieve(video.id);
}
await save('boat.mp4', await openai.videos.downloadContent(video.id));
