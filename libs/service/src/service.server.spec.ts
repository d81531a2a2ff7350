import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { clock } from '@one-card/contracts';
import { type Migration, sql, Transaction } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Acting, type Actor, Command, DomainError, defineConfig, openApiOf, page, pageOf, pageQuery, Public, ServiceModule, Tx } from '.';

const note = z.object({ id: z.string(), text: z.string(), by: z.string().nullable() });
class AddNote extends createZodDto(z.object({ text: z.string().min(1), refuse: z.boolean().optional() })) {}
class NoteView extends createZodDto(note) {}
class NotePage extends createZodDto(pageOf(note)) {}
class NoteQuery extends createZodDto(pageQuery) {}

@Controller('notes')
class NotesController {
  @Post()
  @Command()
  @ZodResponse({ status: 201, type: NoteView })
  async add(@Body() { text, refuse }: AddNote, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const row = await tx.one<{ id: string }>(sql`INSERT INTO note (text, by) VALUES (${text}, ${actor.id}) RETURNING id`);
    if (refuse === true) throw new DomainError('note-refused', 409, { zh: '不收', en: 'Not taken' });
    return { id: row.id, text, by: actor.id };
  }

  @Get()
  @Public()
  @ZodResponse({ status: 200, type: NotePage })
  list(@Query() { limit }: NoteQuery) {
    return page<z.output<typeof note>>([], limit, ({ id }) => [id]);
  }

  @Get('broken')
  @Public()
  broken(): never {
    throw new Error('sesame');
  }
}

class Notes1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL, by text)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note');
  }
}

const config = defineConfig({});
const migrations: Migration[] = [Notes1764000000000];

@Module({ imports: [ServiceModule.forService({ name: 'notes', config, migrations })], controllers: [NotesController] })
class NotesModule {}

let given: ServiceUnderTest;
beforeAll(async () => {
  given = await serviceUnderTest({ name: 'notes', module: NotesModule, config });
});
afterAll(() => given.stop());

const clerk = () => given.as({ id: 'clerk', posts: [{ post: 'township-clerk', divisions: ['410423'] }] });
const notes = () => given.database.query<{ text: string }>(sql`SELECT text FROM note ORDER BY id`).then((rows) => rows.map(({ text }) => text));

/** As a client that chooses its key. */
const send = (idempotencyKey: string, body: object, headers: Record<string, string> = {}) =>
  clerk().post('/notes', body, { idempotencyKey, headers });

describe('a command', () => {
  it('is done once, however often it is sent', async () => {
    const first = await send('once', { text: 'once' });
    const second = await send('once', { text: 'once' });
    expect(first).toMatchObject({ status: 201, body: { text: 'once', by: 'clerk' } });
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await notes()).filter((text) => text === 'once')).toHaveLength(1);
  });

  it('is done once by twins that come together', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => send('twin', { text: 'twin' })));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await notes()).filter((text) => text === 'twin')).toHaveLength(1);
  });

  it('needs a key', async () => {
    expect(await send('', { text: 'keyless' })).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });

  it('cannot use the key of another', async () => {
    await send('mine', { text: 'mine' });
    expect(await send('mine', { text: 'other' })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('that was refused leaves nothing and may be sent again', async () => {
    expect(await send('again', { text: 'again', refuse: true })).toMatchObject({ status: 409, body: { code: 'note-refused' } });
    expect(await notes()).not.toContain('again');
    expect(await send('again', { text: 'again' })).toMatchObject({ status: 201 });
  });

  it('has its answer sealed at rest', async () => {
    await send('sealed', { text: 'a name' });
    const row = await given.database.maybe(sql`SELECT response, sealed_response FROM command WHERE key = 'sealed'`);
    expect(row).toMatchObject({ response: null, sealed_response: expect.any(Buffer) });
  });
});

describe('the record of commands', () => {
  it('keeps no hash by which what was sent could be guessed', async () => {
    await send('guess', { text: '41042319750101001X' });
    const guessed = createHash('sha256')
      .update(`POST /api/notes/notes\n${JSON.stringify({ text: '41042319750101001X' })}`)
      .digest('hex');
    const row = await given.database.maybe<{ request_sha256: string }>(sql`SELECT request_sha256 FROM command WHERE key = 'guess'`);
    expect(row?.request_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(row?.request_sha256).not.toBe(guessed);
  });
});

describe('an error', () => {
  it('tells what to mend, in the language of the reader', async () => {
    expect(await send('e', { text: '' })).toMatchObject({ status: 422, body: { code: 'invalid-input', errors: [{ path: 'text' }] } });
    expect(await send('e', {}, { 'accept-language': 'en' })).toMatchObject({
      body: { title: 'Something must be mended', errors: [{ message: 'This is missing' }] },
    });
  });

  it('that nobody foresaw tells nothing', async () => {
    const { status, body } = await given.anonymous.get('/notes/broken');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('sesame');
  });

  it.each([
    ['/nowhere', 404, 'not-found'],
    ['/dead-letters', 401, 'not-signed-in'],
  ])('at %s is a problem too', async (path, status, code) => {
    expect(await given.anonymous.get(path)).toMatchObject({ status, body: { code } });
  });

  it('says when too much was sent', async () => {
    expect(await send('big', { text: 'x'.repeat(1_100_000) })).toMatchObject({ status: 413, body: { code: 'too-large' } });
  });
});

describe('a service', () => {
  it('says that it is ready', async () => {
    const answer = await fetch(`${given.url}/health/ready`);
    expect(answer.status).toBe(200);
    await expect(answer.json()).resolves.toEqual({ status: 'ok', database: true, consumer: true, outbox: true, draining: false });
  });

  it('shows dead letters to the system administrator only', async () => {
    expect(await clerk().get('/dead-letters')).toMatchObject({ status: 403, body: { code: 'wrong-post' } });
    const admin = given.as({ posts: [{ post: 'system-admin', divisions: ['410423'] }] });
    expect(await admin.get('/dead-letters')).toEqual(expect.objectContaining({ status: 200, body: { items: [], next: null } }));
  });

  it('goes with the business clock', async () => {
    const day = 86_400_000;
    await given.publish(clock, { id: 'clock', version: 1, countyCode: '410423', offsetMs: 30 * day });
    await given.eventually(async () => {
      expect((await given.database.now()).getTime()).toBeGreaterThan(Date.now() + 29 * day);
    });
  });

  it('describes itself without being started', async () => {
    const document = await openApiOf('notes', NotesModule);
    expect(Object.keys(document.paths)).toEqual([
      '/api/notes/notes',
      '/api/notes/notes/broken',
      '/api/notes/dead-letters',
      '/api/notes/dead-letters/{id}/redrive',
    ]);
    expect(document.components?.schemas?.['NoteView_Output']).toMatchObject({
      properties: { by: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
    });
  });
});
