import { generateKeyPairSync } from 'node:crypto';
import type { Actor } from './actor';
import { signStatement, verifyStatement } from './statement';

function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const actor: Actor = {
  id: 'p-1',
  name: '李经办',
  posts: [{ post: 'township-clerk', department: null, divisions: ['410423101'] }],
  anonymous: false,
  system: false,
};

describe('the statement of who acts', () => {
  const gateway = keyPair();
  const audience = 'disclosure';

  it('tells a service who acts with which posts', async () => {
    const statement = await signStatement(gateway.privateKey, actor, { audience });
    await expect(verifyStatement(gateway.publicKey, statement, audience)).resolves.toEqual(actor);
  });

  it('is refused when another key signed it', async () => {
    const statement = await signStatement(keyPair().privateKey, actor, { audience });
    await expect(verifyStatement(gateway.publicKey, statement, audience)).rejects.toMatchObject({ code: 'statement-invalid', status: 401 });
  });

  it('is refused when it was made for another service', async () => {
    const statement = await signStatement(gateway.privateKey, actor, { audience: 'supervision' });
    await expect(verifyStatement(gateway.publicKey, statement, audience)).rejects.toMatchObject({ code: 'statement-invalid', status: 401 });
  });

  it('is refused when its time is over', async () => {
    const statement = await signStatement(gateway.privateKey, actor, { audience, expiresInSeconds: -60 });
    await expect(verifyStatement(gateway.publicKey, statement, audience)).rejects.toMatchObject({ code: 'statement-invalid', status: 401 });
  });

  it('is refused when it is no statement', async () => {
    await expect(verifyStatement(gateway.publicKey, 'eyJhbGciOiJub25lIn0.e30.', audience)).rejects.toMatchObject({ code: 'statement-invalid' });
  });
});
