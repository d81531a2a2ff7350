import { posts } from '@one-card/domain';
import { z } from 'zod';
import { column } from './column';

/** Money on the wire: integer fen as digits, since JSON numbers stop being exact at 2⁵³. */
export const fen = () =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,17})$/, 'integer fen as digits')
    .describe('integer fen as digits');

/** Quantity in 1/1000 of the policy's unit: 1/1000 mu, 1/1000 kg, 1000 = one month, one item. */
export const milli = () => z.int().nonnegative().describe("1/1000 of the policy's unit");

export const countyCode = () =>
  z
    .string()
    .regex(/^\d{6}$/)
    .describe('GB/T 2260 county code');
/** County (6 digits), township or functional division (9), village (12). */
export const divisionCode = () =>
  z
    .string()
    .regex(/^\d{6}(\d{3}(\d{3})?)?$/)
    .describe('division code: county 6, township 9, village 12 digits');
export const date = () => z.iso.date().describe('YYYY-MM-DD, China time');
export const instant = () => z.iso.datetime({ offset: true }).describe('business time, ISO 8601');
export const sha256 = () =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256, hex');
export const line = () => z.int().positive().describe('a line of the county, a growing serial');
export const token = () => z.int().positive().describe("the registry's opaque serial for an identity, household or account");
export const post = () => z.enum(posts).describe('post (岗位)');

export const publicity = () => z.enum(['full', 'masked', 'totals']);
export const places = z.object({
  village_board: publicity().describe('must name people, or nobody could object'),
  web_notice: publicity(),
  web_result: publicity(),
});

export const totals = () => z.object({ count: z.int().nonnegative(), amountFen: fen() });
export type Totals = z.output<ReturnType<typeof totals>>;

/** What a line is now, at most one of these at a time (rule 1, conservation). */
export const OUTCOMES = ['rejected', 'held', 'stopped', 'bounced', 'closed', 'paid', 'underWay'] as const;
export const outcome = () => z.enum(OUTCOMES);
export type Outcome = (typeof OUTCOMES)[number];

/** Equally long arrays, one a field: 40 % of the bytes and a fifth of the time of an array of objects. */
export function columns<S extends Record<string, z.ZodType>>(shape: S) {
  const arrays = Object.fromEntries(Object.entries(shape).map(([name, item]) => [name, column(item)])) as unknown as {
    [K in keyof S]: z.ZodArray<S[K]>;
  };
  return z.object(arrays).refine((value) => new Set(Object.values(value as Record<string, unknown[]>).map((array) => array.length)).size <= 1, {
    message: 'columns must be equally long',
  });
}

/** An HPKE block (RFC 9180) that only this reader can open; associated data = the chunk's id; base64. */
export const sealedFor = (reader: string) => z.base64().describe(`sealed for ${reader}; plaintext in blocks.ts`);

/** Up to 2,000 consecutive lines of one roll revision: the unit in which lines travel. */
export const CHUNK_LINES = 2000;
export const chunkRef = () =>
  z.object({
    countyCode: countyCode(),
    projectId: z.uuid(),
    policyCode: z.string(),
    policyVersionId: z.uuid(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    revision: z.int().positive().describe("the roll's revision: a new upload makes a new one"),
    divisionCode: divisionCode().describe("the roll's township or functional division"),
    chunkId: z.uuid(),
    chunkNo: z.int().positive(),
    chunks: z.int().positive().describe('chunks of this roll revision'),
    firstLine: line().describe('the chunk holds lines firstLine … firstLine + lines - 1; column i is line firstLine + i'),
    lines: z.int().positive().max(CHUNK_LINES),
    amountFen: fen().describe('control total'),
    periodFrom: date(),
    periodTo: date(),
  });
export type ChunkRef = z.output<ReturnType<typeof chunkRef>>;

/** Chunk topics: one batch spreads over partitions and replicas. */
export const chunkKey = (ref: Pick<ChunkRef, 'countyCode' | 'chunkId'>) => `${ref.countyCode}/${ref.chunkId}`;

/** Why a line cannot be paid or what a person must mend, with words for people. */
export const reason = () => z.object({ code: z.string(), zh: z.string(), en: z.string() });
export type Reason = z.output<ReturnType<typeof reason>>;

/** Who did something: recorded with every act (rule 2: different people). */
export const actedBy = () => z.object({ actor: z.string(), name: z.string(), post: post() });

/** One instruction a line and attempt, unique for ever: county (6), line (15), attempt (3). */
export function instructionIdOf(county: string, lineNumber: number, attempt: number): string {
  return `${county}${String(lineNumber).padStart(15, '0')}${String(attempt).padStart(3, '0')}`;
}

/** The line and attempt that an instruction id names. */
export function lineOfInstruction(instructionId: string): { line: number; attempt: number } {
  return { line: Number(instructionId.slice(6, 21)), attempt: Number(instructionId.slice(21)) };
}

/** A page of a list: at most `limit` items and where to go on. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('cursor of the next page; null at the end') });
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().optional(),
});
