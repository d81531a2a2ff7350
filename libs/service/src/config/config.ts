import { z } from 'zod';
import { platformShape, type PlatformShape } from './platform';

export type ConfigShape = Readonly<Record<string, z.ZodType>>;
type Values<S extends ConfigShape> = { readonly [K in keyof S]: z.output<S[K]> };

/** Marks a key as secret: it is never printed, and documents show no value for it. */
export function secret<T extends z.ZodType>(schema: T): T {
  return schema.meta({ ...schema.meta(), secret: true });
}

/** Says which key is missing or wrong. The message is one sentence and holds no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigKey {
  /** Name of the environment variable. */
  readonly env: string;
  readonly description: string;
  readonly required: boolean;
  readonly default?: string;
  readonly secret: boolean;
}

interface Source {
  readonly shape: ConfigShape;
  env: NodeJS.ProcessEnv;
  values?: Record<string, unknown>;
}

const sources = new WeakMap<object, Source>();

export type PlatformKey = keyof PlatformShape;
export type PlatformValues = Values<PlatformShape>;
export type Config<S extends ConfigShape = ConfigShape, W extends PlatformKey = never> = Values<S> & Omit<PlatformValues, W | keyof S>;
/** What the library itself reads: a service may have left any of it out. */
export type AnyConfig = Partial<PlatformValues>;

/**
 * One typed object for the environment of a service: `answerTimeoutMs` is read from `ANSWER_TIMEOUT_MS`. Nothing is read before the first
 * access, so importing a service's code needs no environment. The keys of the platform are merged in, save those left out by `without`.
 */
export function defineConfig<S extends ConfigShape, W extends PlatformKey = never>(shape: S, options: { without?: readonly W[] } = {}): Config<S, W> {
  const left = new Set<string>(options.without ?? []);
  const platform = Object.entries(platformShape).filter(([key]) => !left.has(key));
  const whole: ConfigShape = { ...Object.fromEntries(platform), ...shape };
  const config = {};
  sources.set(config, { shape: whole, env: process.env });
  for (const key of Object.keys(whole)) Object.defineProperty(config, key, { enumerable: true, get: () => loadConfig(config)[key] });
  return config as Config<S, W>;
}

/** Reads the whole configuration now, so that a service stops at its start and not in the middle of its work. */
export function loadConfig(config: object): Record<string, unknown> {
  const source = sourceOf(config);
  source.values ??= parse(source);
  return source.values;
}

/** Takes the values from another environment from now on: for tests, which give each service its own. */
export function useEnvironment(config: object, env: NodeJS.ProcessEnv): void {
  const source = sourceOf(config);
  source.env = env;
  delete source.values;
}

/** The keys as documents and docker-compose.yml must show them. */
export function describeConfig(config: object): ConfigKey[] {
  return Object.entries(sourceOf(config).shape).map(([key, schema]) => {
    const { description, secret: isSecret } = metaOf(schema);
    const absent = schema.safeParse(undefined);
    const described = { env: envName(key), description: description ?? '', required: !absent.success, secret: isSecret === true };
    return absent.success && absent.data !== undefined ? { ...described, default: textOf(absent.data) } : described;
  });
}

export function envName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function parse({ shape, env }: Source): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const text = env[envName(key)];
    // docker-compose hands a variable that is not set on as an empty one
    const result = schema.safeParse(text === '' ? undefined : text);
    if (result.success) values[key] = result.data;
    else faults.push(faultOf(key, schema, text, result.error));
  }
  if (faults.length > 0) throw new ConfigError(faults.join('; '));
  return values;
}

function faultOf(key: string, schema: z.ZodType, text: string | undefined, error: z.ZodError): string {
  const { description } = metaOf(schema);
  const named = description === undefined ? envName(key) : `${envName(key)} (${description})`;
  if (text === undefined || text === '') return `${named} is missing`;
  return `${named} is wrong: ${error.issues.map((issue) => issue.message).join(', ')}`;
}

function sourceOf(config: object): Source {
  const source = sources.get(config);
  if (source === undefined) throw new Error('This configuration was not made by defineConfig.');
  return source;
}

/** zod keeps what was said of a schema with that schema: a default or an optional around it does not show it. */
function metaOf(schema: z.ZodType): { description?: string; secret?: unknown } {
  const { innerType, in: input } = schema.def as { innerType?: z.ZodType; in?: z.ZodType };
  const inner = innerType ?? input;
  const own = schema.meta() ?? {};
  return inner === undefined ? own : { ...metaOf(inner), ...own };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
