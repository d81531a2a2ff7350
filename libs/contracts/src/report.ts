import { z } from 'zod';
import { totals } from './shapes';

/** What demo, bench and chaos write, read from the services' own APIs and the bank's own ledger. Amounts in fen as digits. */
export const report = z.object({
  format: z.literal('one-card.report.v1'),
  lines: z.int(),
  batches: z.int(),
  setupSeconds: z.number(),
  seconds: z.number().describe('from the first roll file read to the last fact disclosed and supervised'),
  linesPerSecond: z.number(),
  entered: totals(),
  outcome: z.object({
    rejected: totals(),
    held: totals(),
    stopped: totals(),
    bounced: totals(),
    closed: totals(),
    paid: totals(),
    underWay: totals(),
  }),
  bank: z.object({
    funded: z.string(),
    credited: totals(),
    refunded: z.string(),
    held: z.string(),
    creditedTwice: z.int(),
    creditedUnordered: z.int(),
  }),
  indicators: z.object({ grantedFen: z.string(), availableFen: z.string(), reservedFen: z.string(), paidFen: z.string() }),
  disclosed: totals(),
  supervised: totals(),
  planted: z.record(z.string(), z.object({ planted: z.int(), caught: z.int() })),
  falseHits: z.int(),
  stages: z.record(z.string(), z.object({ seconds: z.number(), lines: z.int() })),
  peakRssMiB: z.record(z.string(), z.number()),
  lag: z.int(),
  deadLetters: z.int(),
  faults: z.object({ kills: z.int(), freezes: z.int().optional(), worstRecoverySeconds: z.number() }),
  floor: z
    .object({ seconds: z.number(), linesPerSecond: z.number(), ratio: z.number() })
    .optional()
    .describe(
      'bench: one process writing the same final state to the same PostgreSQL by COPY, without Kafka, services or sealing; how many times slower the run was',
    ),
});
export type Report = z.output<typeof report>;

/** What the generator planted, for checking only: no service reads it. */
export const truth = z.object({
  format: z.literal('one-card.truth.v1'),
  faults: z.record(z.string(), z.array(z.string())).describe('kind → every line that should be caught, as `batch label/township/row`'),
  secrets: z.array(z.string()).describe('every identity, card, account and phone number'),
});
export type Truth = z.output<typeof truth>;
