import { AsyncLocalStorage } from 'node:async_hooks';

/** What a task wants to do next, and does when it is given its turn. */
export interface Step {
  readonly what: string;
  /** the PostgreSQL process that will do it; undefined where nothing of the database is touched */
  readonly backend: (() => number | undefined) | undefined;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface UnderWay {
  readonly what: string;
  readonly backend: number | undefined;
  readonly since: number;
  /** how often it was seen to wait for a lock */
  sightings: number;
  /** those it was seen to wait for */
  waitsFor: readonly number[];
  /** told to give up */
  cancelled: boolean;
}

/** As pg says it when a connection is gone; services know it for a fault that passes. */
export const connectionLost = (): Error => new Error('Connection terminated unexpectedly');

/** Something that goes on by itself in production: a message being handled, a request, a piece of a loop's work. Here it goes step by step. */
export class Task {
  readonly waiting: Step[] = [];
  underWay: UnderWay | undefined;
  /** waits for a lock that another task holds */
  blocked = false;
  ended = false;
  /** its process was killed: nothing it still does reaches anything */
  dead = false;
  error: unknown;

  constructor(
    readonly name: string,
    /** the service whose process it is part of */
    readonly service: string,
  ) {}

  get canStep(): boolean {
    return !this.ended && !this.blocked && this.underWay === undefined && this.waiting.length > 0;
  }

  /** Nothing happens in it until it is given its turn, or a lock is let go. */
  get isStill(): boolean {
    return this.ended || this.blocked || this.canStep;
  }
}

export const current = new AsyncLocalStorage<Task>();
