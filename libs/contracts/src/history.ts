import { z } from 'zod';
import { line, post } from './shapes';

/**
 * One thing that happened to a line, as the service that did it or saw it tells. Every service answers `GET /api/<service>/lines/:line/history`
 * with these, under its own rights and without a name, a number or a card; `GET /api/lines/:line/history` at the gateway puts them together.
 */
export const historyEntry = z.object({
  at: z.iso.datetime().describe('business time'),
  service: z.string(),
  what: z.string().describe('stable code of what happened, such as bank-answered'),
  says: z.object({ zh: z.string(), en: z.string() }),
  by: z.object({ actor: z.string(), post: post().nullable() }).nullable().describe('null: the platform, or nobody who was recorded'),
  ref: z.string().nullable().describe('of what it stands in: a batch, a chunk, a hit, an order, a file, a notice'),
});
export type HistoryEntry = z.output<typeof historyEntry>;
export const serviceHistory = z.array(historyEntry);

/** In the order in which a payment goes through the services: what happened at the same moment is told in this order. */
export const HISTORY_SERVICES = [
  'payment-orchestration',
  'recipient-registry',
  'eligibility-check',
  'disclosure',
  'bank-gateway',
  'supervision',
] as const;

export const lineHistory = z.object({
  line: line(),
  entries: z.array(historyEntry),
  missing: z
    .array(z.object({ service: z.string(), status: z.int().nullable(), why: z.enum(['not-allowed', 'no-answer']) }))
    .describe('services whose part is not here: the reader may not see it, or the service did not answer'),
});
export type LineHistory = z.output<typeof lineHistory>;
