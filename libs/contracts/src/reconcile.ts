import { z } from 'zod';
import { CHUNK_LINES, divisionCode, fen, line, OUTCOMES, pageOf, pageQuery, totals } from './shapes';

/**
 * What `npm run reconcile` compares: each service tells from its own rows what it holds paid, by batch, by chunk and by line. Sums are taken
 * from the lines themselves, not from counters kept beside them, so that a single wrong row shows.
 */
const outcomes = z.object(Object.fromEntries(OUTCOMES.map((one) => [one, totals()])) as Record<(typeof OUTCOMES)[number], ReturnType<typeof totals>>);

export const reconciledBatch = z.object({
  batchId: z.uuid(),
  policyCode: z.string(),
  entered: totals(),
  outcome: outcomes.describe('of the present revisions'),
});
export const reconciledBatches = pageOf(reconciledBatch);
export type ReconciledBatch = z.output<typeof reconciledBatch>;

export const reconciledChunk = z.object({
  firstLine: line().describe('names the chunk: lines firstLine … firstLine + lines - 1'),
  lines: z.int().positive(),
  paid: totals(),
});
/** Payment's own chunks, in the order of their lines. */
export const reconciledPaymentChunk = reconciledChunk.extend({ chunkId: z.uuid(), rollId: z.uuid(), divisionCode: divisionCode() });
export const reconciledPaymentChunks = pageOf(reconciledPaymentChunk);
export type ReconciledPaymentChunk = z.output<typeof reconciledPaymentChunk>;

export const reconcileChunksQuery = pageQuery.extend({ batchId: z.uuid() });

/** At the others: sums of what they hold paid between these first lines, each up to the next; the last bound only ends. */
export const reconcileBlocksQuery = z.object({
  bounds: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(line()).min(2).max(501))
    .describe('line numbers that grow, separated by commas'),
  policyCode: z.string().optional(),
});
export type ReconcileBlocksQuery = z.output<typeof reconcileBlocksQuery>;
export const reconciledBlocks = z.array(totals()).describe('one for each bound but the last');

/** The lines that are held paid, of one chunk at most. */
export const reconcileLinesQuery = z
  .object({
    from: z.coerce.number().pipe(line()),
    to: z.coerce.number().pipe(line()).describe('the last line'),
    policyCode: z.string().optional(),
  })
  .refine(({ from, to }) => to >= from && to - from < CHUNK_LINES, { message: `at most ${String(CHUNK_LINES)} lines, from before to` });
export const reconciledLines = z.object({ line: z.array(line()), amountFen: z.array(fen()) });
export type ReconciledLines = z.output<typeof reconciledLines>;

/** What disclosure holds disclosed of each roll, singly or in totals. */
export const reconciledRolls = z.array(
  z.object({ rollId: z.uuid(), paid: totals(), singly: z.boolean().describe('line by line, not only in totals') }),
);
