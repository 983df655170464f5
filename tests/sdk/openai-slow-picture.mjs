// One picture by OpenAI's official SDK, however long it takes; asked for once more when the connection was cut under the answer, which this SDK
// does not repeat by itself: node openai-slow-picture.mjs http://127.0.0.1:8080 atl_live_... "a ship"
import OpenAI from 'openai';
import { originFromArguments } from './checks.mjs';

const [, , , apiKey, prompt] = process.argv;
const openai = new OpenAI({ apiKey, baseURL: `${originFromArguments()}/v1`, maxRetries: 0 });
for (let attempt = 1; attempt <= 2; attempt++) {
  try {
    const { data } = await openai.images.generate({ model: 'stability/core', prompt });
    console.log(`attempt ${attempt}: a picture of ${Buffer.from(data[0].b64_json, 'base64').length} bytes`);
    break;
  } catch (error) {
    if (error instanceof OpenAI.APIError) {
      console.log(`attempt ${attempt}: ${error.constructor.name} ${error.status} ${error.code}`);
      break;
    }
    if (error.message !== 'terminated') throw error;
    console.log(`attempt ${attempt}: cut`);
  }
}
