import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPorts, type Ports, services } from './services';
import { Trouble } from './trouble';

export interface Options {
  /** Everything that a run makes lies here. */
  readonly state: string;
  readonly ports: Ports;
  /** Take any ports that are free instead of the usual ones. */
  readonly freePorts: boolean;
  readonly replicas: ReadonlyMap<string, number>;
  /** PostgreSQL counts its statements. */
  readonly profile: boolean;
  /** Services whose functions Node samples; each writes `profiles/<process>.cpuprofile` when it ends. */
  readonly cpuProfile: readonly string[];
  readonly help: boolean;
}

export const usage = `npm start -- [options]        a platform with the county's reference data and no payments; Ctrl-C stops it
npm run demo -- [options]     a platform from empty, then one payment run through it (npm run demo -- --help)
npm run bench -- [options]    the same as fast as it goes, and its floor (npm run bench -- --help)
npm run chaos -- [options]    the same while processes die, freeze and misbehave (npm run chaos -- --help)
npm run replay                delivers everything again to a platform that has finished a run (npm run replay -- --help)
npm run stop                  stops a platform that runs in another terminal
npm run reset                 stops it and deletes all that it made (.local)
npm test                      everything that has to hold

  --port NAME=NUMBER          another port, e.g. --port gateway=9080 (also ONE_CARD_PORT_GATEWAY=9080); may be repeated
  --free-ports                any ports that are free; .local/status.json tells which
  --replicas SERVICE=NUMBER   more than one process of a service; may be repeated, or several between commas
  --profile                   PostgreSQL counts its statements (pg_stat_statements)
  --cpu-prof SERVICE,…        Node samples where these services spend their time, and writes it to profiles/ when they end
  --state FOLDER              another folder instead of .local`;

export function parseOptions(args: readonly string[]): Options {
  const { values } = read(args);
  const ports: Ports = { ...defaultPorts };
  for (const name of Object.keys(ports)) {
    const given = process.env[`ONE_CARD_PORT_${name.toUpperCase().replaceAll('-', '_')}`];
    if (given !== undefined) ports[name] = numberOf(name, given, 65_535);
  }
  for (const [name, value] of (values.port ?? []).map(pair)) {
    if (!(name in ports)) throw new Trouble(`There is no port called ${name}: choose one of ${Object.keys(ports).join(', ')}.`);
    ports[name] = numberOf(name, value, 65_535);
  }
  const given = { state: resolve(values.state ?? '.local'), freePorts: values['free-ports'] ?? false, help: values.help ?? false };
  return {
    ...given,
    ports,
    replicas: replicasOf(values.replicas ?? []),
    profile: values.profile ?? false,
    cpuProfile: listed(values['cpu-prof'] ?? []),
  };
}

const listed = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split(',')).filter(Boolean);

function replicasOf(texts: readonly string[]): Map<string, number> {
  const replicas = new Map<string, number>();
  for (const [name, value] of listed(texts).map(pair)) {
    if (!services.some((row) => row.name === name))
      throw new Trouble(`There is no service called ${name}: choose among ${services.map((row) => row.name).join(', ')}.`);
    replicas.set(name, numberOf(name, value, 16));
  }
  return replicas;
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', multiple: true },
        replicas: { type: 'string', multiple: true },
        state: { type: 'string' },
        'free-ports': { type: 'boolean' },
        profile: { type: 'boolean' },
        'cpu-prof': { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function pair(text: string): [string, string] {
  const [name, value, ...rest] = text.split('=');
  if (!name || !value || rest.length > 0) throw new Trouble(`"${text}" should read name=number.`);
  return [name, value];
}

function numberOf(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new Trouble(`${name}=${text}: a whole number from 1 to ${String(most)} is needed.`);
  return number;
}
