import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface Node {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
}

interface Profile {
  nodes: Node[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Between these (microseconds of the machine's steady clock) the run took place. */
export interface Window {
  from: number;
  to: number;
}

export interface FunctionTime {
  name: string;
  place: string;
  seconds: number;
}

const PLACES = ['(root)', '(program)', '(idle)'];

/** The functions in which most time was spent, without what they called. */
export function ownTimes(profile: Profile, window: Window): FunctionTime[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const times = new Map<string, FunctionTime>();
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    at += delta;
    const frame = nodes.get(id);
    if (!frame || at < window.from || at > window.to || PLACES.includes(frame.functionName)) continue;
    const place = `${frame.url.replace(/^.*\/(node_modules\/|dist\/)/, '$1')}:${frame.lineNumber + 1}`;
    const key = `${frame.functionName} ${place}`;
    const time = times.get(key) ?? { name: frame.functionName || '(anonymous)', place, seconds: 0 };
    time.seconds += delta / 1e6;
    times.set(key, time);
  }
  return [...times.values()].sort((a, b) => b.seconds - a.seconds);
}

/** Prints what Node sampled of each process whose profile lies in the folder. */
export function printFunctions(folder: string, most: number, say: (line: string) => void): void {
  const file = join(folder, 'window.json');
  const window: Window = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Window) : { from: 0, to: Infinity };
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.cpuprofile'))) {
    const times = ownTimes(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile, window);
    const all = times.reduce((sum, { seconds }) => sum + seconds, 0);
    say(`\n${basename(name, '.cpuprofile')}: ${all.toFixed(1)} s in functions`);
    for (const time of times.slice(0, most))
      say(`  ${time.seconds.toFixed(2).padStart(7)} s ${((100 * time.seconds) / all).toFixed(1).padStart(5)} %  ${time.name}  ${time.place}`);
  }
}
