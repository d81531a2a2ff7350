import type { gatewayApi } from '@one-card/contracts';
import type { z } from 'zod';
import { separateAdministrations } from './person.errors';

export type Holding = z.output<typeof gatewayApi.grantPosts>['posts'][number];

const administrations: ReadonlySet<string> = new Set(['system-admin', 'security-admin', 'security-auditor']);

/** 三员分立: who runs the system, who grants posts and who audits both are three people. */
export function checkSeparation(posts: readonly Holding[]): void {
  const held = new Set(posts.map(({ post }) => post).filter((post) => administrations.has(post)));
  if (held.size > 1) throw separateAdministrations();
}

export function sameHolding(a: Holding, b: Holding): boolean {
  return holdingKey(a) === holdingKey(b);
}

function holdingKey({ post, department, divisions }: Holding): string {
  return JSON.stringify([post, department, [...divisions].sort()]);
}
