import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Program } from './program';
import { HEADER } from './restarts';
import type { Server } from './server';
import { Trouble } from './trouble';

/** All services end and stay ended: nobody reads, and nobody writes. */
export function answerRest(request: IncomingMessage, response: ServerResponse, programs: readonly Program[]): Promise<void> {
  return answer(request, response, () => Promise.all(programs.map((program) => program.rest())));
}

/** They start again, with topics and groups of another prefix if one is given. */
export function answerWake(request: IncomingMessage, response: ServerResponse, programs: readonly Program[]): Promise<void> {
  const prefix = new URL(request.url ?? '/', 'http://control').searchParams.get('prefix') ?? '';
  const further = prefix === '' ? {} : { TOPIC_PREFIX: prefix };
  return answer(request, response, () => Promise.all(programs.map((program) => program.wake(further))));
}

/** Kafka or PostgreSQL goes away for so many seconds; answers when it may come back. */
export function answerAway(request: IncomingMessage, response: ServerResponse, servers: readonly Server[]): Promise<void> {
  const asked = new URL(request.url ?? '', 'http://control').searchParams;
  const [server, seconds] = [servers.find(({ name }) => name === asked.get('server')), Number(asked.get('seconds'))];
  return answer(request, response, async () => {
    if (server === undefined || !(seconds > 0)) throw new Trouble('Which server, and for how many seconds?');
    await server.away(seconds * 1000);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, work: () => Promise<unknown>): Promise<void> {
  const say = (status: number, text: string) => void response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  if (request.headers[HEADER] === undefined) return say(404, 'There is nothing here.');
  try {
    await work();
    say(200, 'Done.');
  } catch (error) {
    say(500, error instanceof Error ? error.message : String(error));
  }
}
