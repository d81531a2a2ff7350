import { z } from 'zod';
import { post } from './shapes';

/**
 * What waits for a post (待办). Each service answers `GET /todo` with its own part in this one shape, the most urgent first; a page merges them.
 * project, roll, batch, order, funds, bounced: payment-orchestration · hits: eligibility-check · notice, objection, case: disclosure.
 */
export const todoItem = z.object({
  kind: z.enum(['project', 'roll', 'batch', 'order', 'funds', 'bounced', 'hits', 'notice', 'objection', 'case']),
  id: z.uuid().describe('of the project, roll, batch, order, notice, objection or case; of hits, funds and bounced lines: of their batch'),
  batchId: z.uuid().nullable().describe('null: of a project that has no batch yet, and of a case'),
  title: z.string(),
  act: z.string().describe('what is to be done, in words'),
  post: post().describe('for which it waits'),
  count: z.int().positive().optional().describe('lines or hits that it is about'),
  dueAt: z.string().nullable(),
  lateWorkingDays: z.int().nonnegative(),
});
export const todoView = z.array(todoItem);
