import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { countyCode, divisionCode, post } from '../shapes';

export const holding = z.object({ post: post(), department: z.string().nullable(), divisions: z.array(divisionCode()).min(1) });

/** Who holds which posts, for which department and divisions (with all below them). */
export const postHolder = defineEvent(
  'gateway.post.v1',
  {
    kind: 'state',
    summary: "A person's or system's posts were granted or taken.",
    readBy: ['supervision'],
    key: (p) => `${p.countyCode}/${p.id}`,
  },
  {
    id: z.string().describe('subject of the person at the issuer'),
    version: z.int().positive(),
    countyCode: countyCode(),
    kind: z.enum(['person', 'system']),
    posts: z.array(holding),
  },
);
export type PostHolder = EventOf<typeof postHolder>;
