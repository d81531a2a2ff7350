import { readFileSync } from 'node:fs';

const MOST_LINES = 6;

/** What a log says last about why its program ended: from its last error on, entries of JSON by their message. */
export function lastWordsOf(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-60).map(textOf);
  const error = lines.findLastIndex((line) => /^\s*\w*Error\b.*:|cannot start|stops:/.test(line));
  return lines.slice(error < 0 ? -MOST_LINES : error, error < 0 ? undefined : error + MOST_LINES).join('\n');
}

function textOf(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string; stack?: string } };
    return [msg, err?.stack ?? err?.message].filter((text) => text !== undefined).join(': ');
  } catch {
    return line;
  }
}
