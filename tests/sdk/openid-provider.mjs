// A certified OpenID Connect provider for tests: node openid-provider.mjs <port> <redirect address>; anybody signs in with any password.
import { Provider } from 'oidc-provider';

const [, , port, redirect] = process.argv;
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'atelier', client_secret: 'a-secret-of-the-client', redirect_uris: [redirect], grant_types: ['authorization_code'] }],
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
