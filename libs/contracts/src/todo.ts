import { z } from 'zod';
import { post } from './shapes';

/**
 * What waits for a post (待办). Each service answers `GET /todo` with its own part in this one shape, the most urgent first; a page merges them.
 * roll, batch, order, funds, bounced: payment-orchestration · hits: eligibility-check · notice, objection: disclosure.
 */
export const todoItem = z.object({
  kind: z.enum(['roll', 'batch', 'order', 'funds', 'bounced', 'hits', 'notice', 'objection']),
  id: z.uuid().describe('of the roll, batch, order, notice or objection; of hits, funds and bounced lines: of their batch'),
  batchId: z.uuid(),
  title: z.string(),
  act: z.string().describe('what is to be done, in words'),
  post: post().describe('for which it waits'),
  count: z.int().positive().optional().describe('lines or hits that it is about'),
  dueAt: z.string().nullable(),
  lateWorkingDays: z.int().nonnegative(),
});
export const todoView = z.array(todoItem);
