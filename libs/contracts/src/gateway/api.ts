import { z } from 'zod';
import { holding } from './post';

export const meView = z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'system', 'anonymous']), posts: z.array(holding) });
export const personView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'system']),
  posts: z.array(holding.extend({ from: z.string(), until: z.string().nullable() })),
});
/** The platform names its own services and proven recipients by these prefixes. */
const subject = z
  .string()
  .min(1)
  .regex(/^(?!service:|citizen:)/, 'service: and citizen: are names of the platform itself');
export const createPerson = z.object({ id: subject, name: z.string().min(1), kind: z.enum(['person', 'system']) });
export const grantPosts = z.object({ posts: z.array(holding) });

const signedIn = z.object({ id: z.string(), name: z.string(), posts: z.array(holding) });
const citizen = z.object({
  name: z.string().describe('as they gave it when they proved who they are'),
  expiresAt: z.iso.datetime().describe('when they have to prove it again'),
});
export const sessionView = z.object({
  person: signedIn.nullable().describe('who is signed in by the issuer; null: nobody'),
  citizen: citizen.nullable().describe('who has proved to be a recipient and may see their own payments; null: nobody'),
  now: z.iso.datetime().describe('by the clock of the gateway, from which the times below are to be counted'),
  expiresAt: z.iso.datetime().nullable().describe('when the session ends if nothing is done until then'),
  endsAt: z.iso.datetime().nullable().describe('when it ends whatever is done'),
  warnSeconds: z.int().describe('how long before its end a page warns'),
});
export const signedOutView = z.object({ next: z.string().describe('where the page goes now: to the issuer, to end the session there too') });
export const proveCitizen = z.object({
  name: z.string().trim().min(1).max(50),
  identityLast6: z
    .string()
    .regex(/^\d{5}[\dXx]$/)
    .transform((text) => text.toUpperCase())
    .describe('the last six of the identity number'),
  cardLast4: z
    .string()
    .regex(/^\d{4}$/)
    .describe('the last four of the card that payments go to'),
});
