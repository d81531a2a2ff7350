import { Door } from './door';

const answer =
  (status: number, body: object = {}) =>
  () =>
    Promise.resolve(Response.json(body, { status }));

/** Asks once, since what it lasts for is over at once. */
async function knocked(ask: () => Promise<Response>): Promise<Door> {
  const door = new Door(ask);
  await door.during(Promise.resolve());
  return door;
}

describe('whoever asks while a server is away', () => {
  it('is content with the thing itself, and with 503 and a sentence', async () => {
    expect((await knocked(answer(200))).breaches).toEqual([]);
    const door = await knocked(answer(503, { code: 'database-away', detail: '请稍后再试' }));
    expect(door.breaches).toEqual([]);
    expect(door.takeTold()).toContain('503 database-away 请稍后再试 1 times');
  });

  it('is not content with 503 and no sentence, nor with any other fault', async () => {
    expect((await knocked(answer(503))).breaches).toHaveLength(1);
    expect((await knocked(answer(500, { detail: 'oops' }))).breaches).toEqual(['while a server was away: 500 oops']);
  });

  it('does not mind a connection that breaks', async () => {
    expect((await knocked(() => Promise.reject(new TypeError('fetch failed')))).breaches).toEqual([]);
  });
});
