import { appendFileSync } from 'node:fs';
import { isAlive, memoryOf, memoryOfFamily } from './memory';
import { type Part, PartRecord, type PartStatus, pause, type Say } from './part';
import { sentenceOf, Trouble } from './trouble';

interface Running {
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface ServerOptions {
  readonly name: string;
  readonly port: number;
  readonly log: string;
  readonly family?: boolean;
  readonly start: (log: (line: string) => void) => Promise<Running>;
  readonly say: Say;
}

/** PostgreSQL or Kafka: a server that is no program of ours, watched by its process number. */
export class Server implements Part {
  readonly name: string;
  private readonly record: PartRecord;
  private running?: Running;
  private starting: Promise<Running> | undefined;
  private stopping = false;
  private returning: Promise<void> | undefined;

  constructor(private readonly options: ServerOptions) {
    this.name = options.name;
    this.record = new PartRecord(options.name, options.port, options.log);
  }

  status(): PartStatus {
    return this.record.status();
  }

  async start(): Promise<void> {
    this.record.state = 'starting';
    this.starting = this.options.start((line) => this.write(line));
    this.running = await this.starting;
    this.record.began(this.running.pid);
    this.record.isReady();
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    // Told to stop while it starts: a server half started cannot be stopped, so its start comes to an end first.
    await this.starting?.catch(() => undefined);
    const { running } = this;
    if (running && isAlive(running.pid)) {
      const insist = setTimeout(() => void running.kill(), limitMs);
      await running.stop();
      clearTimeout(insist);
    }
    this.record.stopped();
  }

  /** Ends it as a power cut would, and starts it again only after so long. Resolves then. */
  async away(ms: number): Promise<void> {
    const { running } = this;
    if (this.stopping || this.returning || running === undefined || this.record.state !== 'ready') throw new Trouble(`${this.name} does not run`);
    const over = (async () => {
      await running.kill();
      this.record.ended();
      await pause(ms);
    })();
    this.returning = over.then(() => this.again()).finally(() => (this.returning = undefined));
    await over;
  }

  async look(): Promise<void> {
    const { pid, state } = this.record;
    if (pid === null || state !== 'ready') return;
    if (isAlive(pid)) this.record.sampled(this.options.family ? memoryOfFamily(pid) : memoryOf(pid));
    // Not waited for: whoever looks at the other parts must not stand still until this one is back.
    else if (!this.stopping && !this.returning) this.returning = this.again().finally(() => (this.returning = undefined));
  }

  private async again(): Promise<void> {
    while (!this.stopping) {
      const wait = this.record.ended();
      this.options.say(`${this.name} ended; starting it again in ${String(wait / 1000)} s. Its log: ${this.options.log}`);
      await pause(wait);
      this.record.restarts += 1;
      try {
        await this.start();
        return this.options.say(`${this.name} is ready again.`);
      } catch (error) {
        this.options.say(`${this.name} does not start: ${sentenceOf(error)}`);
      }
    }
  }

  /** One JSON object a line, as our own programs write. */
  private write(line: string): void {
    if (line.trim() === '') return;
    try {
      appendFileSync(this.options.log, `${JSON.stringify({ time: new Date().toISOString(), name: this.name, msg: line })}\n`);
    } catch {
      // A disk that is full: the launcher meets it too, when it writes its status, and says so.
    }
  }
}
