import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

export const heldShape = z.object({
  post: z.string().min(1).describe('the post'),
  department: z.string().nullable().describe('department for which it is held'),
  divisions: z.array(z.string()).describe('divisions for which it is held, each with all below it'),
});

export const actorShape = z.object({
  id: z.string().min(1),
  name: z.string(),
  posts: z.array(heldShape),
  anonymous: z.boolean(),
  system: z.boolean(),
  citizen: z
    .string()
    .min(1)
    .optional()
    .describe('token of the recipient whom somebody has proved to be, for a quarter of an hour; mostly anonymous otherwise'),
});

/** A post as somebody holds it. */
export type Held = z.output<typeof heldShape>;
/** Who acts: a person, a department's system, or nobody known. */
export type Actor = z.output<typeof actorShape>;

export const anonymousActor: Actor = { id: 'anonymous', name: '', posts: [], anonymous: true, system: false };

/** Somebody from the public who has proved to be this recipient: nobody to all that asks for a post or for signing in. */
export const citizenActor = (token: string, name: string): Actor => ({ ...anonymousActor, id: `citizen:${token}`, name, citizen: token });

/** The gateway itself, where it asks a service something on its own account. No system that signs in can have such an id. */
export const gatewayActor: Actor = { ...anonymousActor, id: 'service:gateway', name: '网关', anonymous: false, system: true };
export const isGateway = ({ id, system }: Actor): boolean => system && id === gatewayActor.id;

export type ActingRequest = Request & { actor?: Actor };

export function actorOf(request: ActingRequest): Actor {
  return request.actor ?? anonymousActor;
}

/** Hands who acts to a controller's method: `@Acting() actor: Actor`. */
export const Acting = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => actorOf(context.switchToHttp().getRequest()));

export const PUBLIC = 'one-card:public';
/** Anybody may call this, signed in or not. */
export const Public = () => SetMetadata(PUBLIC, true);
