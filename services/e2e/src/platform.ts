import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { People, Session, until } from '@one-card/demo';

/** What flows look at of a process that the launcher runs. */
export interface ProcessView {
  state: string;
  pid: number | null;
  port: number;
  restarts: number;
}

interface Status {
  urls: { gateway: string; issuer: string; control: string; bankSimulator: string; kafka: string };
  processes: Record<string, ProcessView>;
}

/** Until a killed process is back, on a machine that has other things to do. */
const BACK_SECONDS = 60;

/** The one running platform that all flow suites share. */
export class Platform {
  readonly people: People;

  private constructor(
    readonly state: string,
    readonly urls: Status['urls'],
    private readonly secrets: Record<string, string>,
  ) {
    this.people = new People(urls.gateway, join('deploy', 'local', 'persons.json'), this.secret('demo-password'));
  }

  /** As jest's global set-up has started it. */
  static running(): Platform {
    const { ONE_CARD_STATE: state } = process.env;
    if (state === undefined) throw new Error('ONE_CARD_STATE is not set: flow suites run by npx jest --selectProjects flow');
    const json = (name: string): unknown => JSON.parse(readFileSync(join(state, name), 'utf8'));
    return new Platform(state, (json('status.json') as Status).urls, json('secrets.json') as Record<string, string>);
  }

  /** Of every demo person. */
  get password(): string {
    return this.secret('demo-password');
  }

  signIn(person: string): Promise<Session> {
    return Session.signIn(this.urls.gateway, person, this.secret('demo-password'));
  }

  /** A department's system, with a token of its own client credentials. */
  async tokenOf(system: string): Promise<string> {
    const response = await fetch(`${this.urls.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${system}:${this.secret(`client/${system}`)}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'api' }),
    });
    if (!response.ok) throw new Error(`the issuer gives ${system} no token: ${await response.text()}`);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async process(name: string): Promise<ProcessView> {
    const { processes } = (await (await fetch(`${this.urls.control}/status`)).json()) as Status;
    const found = processes[name];
    if (!found) throw new Error(`the launcher runs no ${name}`);
    return found;
  }

  /** SIGKILL, as a power cut or the system short of memory would do it. What it gives back waits until the launcher has it running again. */
  async kill(name: string): Promise<() => Promise<void>> {
    const { pid, restarts } = await until(`${name} runs`, BACK_SECONDS, async () => {
      const { state, ...view } = await this.process(name);
      return state === 'ready' && view.pid !== null ? { pid: view.pid, restarts: view.restarts } : undefined;
    });
    process.kill(pid, 'SIGKILL');
    return () =>
      until(`${name} is back`, BACK_SECONDS, async () => {
        const now = await this.process(name);
        return now.state === 'ready' && now.restarts > restarts ? true : undefined;
      }).then(() => undefined);
  }

  private secret(name: string): string {
    const value = this.secrets[name];
    if (value === undefined) throw new Error(`the platform's secrets.json has no ${name}`);
    return value;
  }
}
