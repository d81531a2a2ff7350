import type { ChainStep, PolicyVersion } from '@one-card/contracts';
import { rateFromFund } from '@one-card/domain';
import type { Text } from '@one-card/service';

type ChainPolicy = Pick<PolicyVersion, 'noticeBasis' | 'noticeDays' | 'limits'>;

/** The township reviews and posts its list, then the department reviews twice, then finance reviews the form (二.二.2, 附.四). */
export function usualChain({ noticeBasis, noticeDays, limits }: ChainPolicy): ChainStep[] {
  const review = (scope: 'roll' | 'batch', post: Extract<ChainStep, { kind: 'review' }>['post']): ChainStep => ({
    kind: 'review',
    scope,
    post,
    limitWorkingDays: limits[post] ?? null,
  });
  return [
    review('roll', 'township-reviewer'),
    { kind: 'notice', scope: 'roll', place: 'village_board', level: 'village', basis: noticeBasis, days: noticeDays },
    review('batch', 'department-clerk'),
    review('batch', 'department-approver'),
    review('batch', 'finance-reviewer'),
  ];
}

const REVIEWERS = { roll: ['village-agent', 'township-reviewer'], batch: ['department-clerk', 'department-approver', 'finance-reviewer'] };

/** A chain may put its steps in another order, but may not leave out what nothing is paid without: reviews by different people and a notice. */
export function chainFault(chain: readonly ChainStep[], policy: ChainPolicy): Text | undefined {
  const scopes = chain.map(({ scope }) => scope);
  if (scopes.lastIndexOf('roll') > scopes.indexOf('batch') && scopes.includes('batch')) return words.order;
  const reviews = chain.filter((step) => step.kind === 'review');
  if (reviews.some(({ scope, post }) => !REVIEWERS[scope].includes(post))) return words.post;
  const batchPosts = reviews.filter(({ scope }) => scope === 'batch').map(({ post }) => post);
  if (batchPosts.length < 2 || batchPosts.at(-1) !== 'finance-reviewer') return words.finance;
  if (new Set(reviews.map(({ post }) => post)).size < reviews.length) return words.twice;
  if (reviews.every(({ scope }) => scope === 'batch')) return words.township;
  const notices = chain.filter((step) => step.kind === 'notice');
  const enough = notices.some(({ basis, days }) => basis === policy.noticeBasis && days >= policy.noticeDays);
  return enough ? undefined : words.notice;
}

const words = {
  order: { zh: '花名册的步骤应排在批次的步骤之前', en: 'Steps of a roll come before those of the batch' },
  post: { zh: '审核步骤的岗位与所在环节不符', en: 'A review stands where its post does not review' },
  finance: { zh: '批次应先由部门审核,最后由财政业务审核', en: 'A batch is reviewed by its department and last by finance' },
  twice: { zh: '同一岗位不能在一个流程中审核两次', en: 'A post cannot review twice in one chain' },
  township: { zh: '花名册至少要有一次乡镇或村的审核', en: 'A roll needs a review by its township or village' },
  notice: { zh: '流程中缺少政策要求的公示,或公示天数不足', en: 'The notice that the policy demands is missing or too short' },
} satisfies Record<string, Text>;

export interface Funds {
  readonly fundFen: string | null;
  readonly areaMilli: number | null;
}

/** The rate of a project whose policy shares a fund by area, truncated to a whole fen; null where the policy states the rate itself. */
export function rateOf({ standard }: Pick<PolicyVersion, 'standard'>, { fundFen, areaMilli }: Funds): bigint | null | 'fund-missing' {
  if (standard.kind !== 'fund-by-area') return null;
  if (fundFen === null || areaMilli === null || areaMilli === 0) return 'fund-missing';
  const rate = rateFromFund(BigInt(fundFen), areaMilli);
  return rate > 0n ? rate : 'fund-missing';
}
