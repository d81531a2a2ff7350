import type { Random } from './random';
import type { Scheduler } from './scheduler';
import { connectionLost, current, type Task } from './task';

/** The header by which the far end of a request is known as part of the task that sent it. */
export const taskHeader = 'x-simulated-task';

export interface Losses {
  readonly random: Random;
  /** share of requests that get lost on their way, and of answers that do */
  readonly share: number;
}

/** The network between services, and between people and services: each request waits for its turn, and may be lost on either way. */
export class Network {
  private readonly calls = new Map<string, Task>();
  private serial = 0;
  private losses: Losses | undefined;

  constructor(
    private readonly scheduler: () => Scheduler | undefined,
    private readonly real: typeof fetch,
  ) {}

  lose(losses: Losses | undefined): void {
    this.losses = losses;
  }

  taskOf(id: unknown): Task | undefined {
    return typeof id === 'string' ? this.calls.get(id) : undefined;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const [task, scheduler] = [current.getStore(), this.scheduler()];
    if (task === undefined || scheduler === undefined) return this.real(input, init);
    const url = input instanceof Request ? input.url : String(input);
    const what = `${init?.method ?? 'GET'} ${new URL(url).pathname.replace(/^\/api\//, '')}`;
    await scheduler.pause(`→ ${what}`);
    if (this.isLost()) throw connectionLost();
    const response = await this.carry(task, input, init);
    await scheduler.pause(`← ${String(response.status)} ${what}`);
    if (this.isLost()) {
      await response.body?.cancel();
      throw connectionLost();
    }
    return response;
  };

  private async carry(task: Task, input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Promise<Response> {
    const id = String(++this.serial);
    this.calls.set(id, task);
    try {
      const headers = new Headers(init?.headers);
      headers.set(taskHeader, id);
      const response = await this.real(input, { ...init, headers });
      // Whole before it is handed on: reading it would be work that no step shows.
      const body = await response.arrayBuffer();
      return new Response([204, 304].includes(response.status) ? null : body, { status: response.status, headers: response.headers });
    } finally {
      this.calls.delete(id);
    }
  }

  private isLost(): boolean {
    return this.losses !== undefined && this.losses.random.chance(this.losses.share);
  }
}
