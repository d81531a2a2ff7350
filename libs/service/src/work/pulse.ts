import { Worker } from 'node:worker_threads';

export interface PulseTimes {
  everyMs: number;
  /** so many times in a row without a sign of life */
  missed: number;
}

const TIMES: PulseTimes = { everyMs: 1_000, missed: 25 };

/** Counts its own ticks, not seconds: a process that was frozen as a whole, this thread with it, has missed nothing. */
const LISTENER = `
  const { workerData: { beats, everyMs, missed } } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  let heard = -1;
  let silent = 0;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    silent = now === heard ? silent + 1 : 0;
    heard = now;
    if (silent < missed) return;
    writeSync(2, 'the event loop is blocked, and nothing but a new process helps\\n');
    process.kill(process.pid, 'SIGKILL');
  }, everyMs);`;

/**
 * Ends the process when its event loop is blocked for long: whatever would notice, drain or answer runs in that loop. What was under way is rolled back
 * and delivered again. Gives the way to stop it.
 */
export function startPulse({ everyMs, missed }: PulseTimes = TIMES): () => void {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const beat = setInterval(() => void Atomics.add(beats, 0, 1), everyMs / 2);
  beat.unref();
  const listener = new Worker(LISTENER, {
    eval: true,
    execArgv: [],
    workerData: { beats, everyMs, missed },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  listener.unref();
  return () => {
    clearInterval(beat);
    void listener.terminate();
  };
}
