import { z } from 'zod';
import { holding } from './post';

export const meView = z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'system', 'anonymous']), posts: z.array(holding) });
export const personView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'system']),
  posts: z.array(holding.extend({ from: z.string(), until: z.string().nullable() })),
});
export const createPerson = z.object({ id: z.string().min(1), name: z.string().min(1), kind: z.enum(['person', 'system']) });
export const grantPosts = z.object({ posts: z.array(holding) });
