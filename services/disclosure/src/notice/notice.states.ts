import type { NoticeState } from '@one-card/contracts';
import { defineStates, guard } from '@one-card/domain';

export type NoticeStage = NoticeState['state'] | 'gathering';

export interface NoticeContext {
  readonly basis: NoticeState['basis'];
  readonly closesAt: Date | null;
  readonly now: Date;
}

const windowOver = guard<NoticeContext>({
  code: 'window-not-over',
  zh: '公示期未满',
  en: 'The window of the notice is not over',
  holds: ({ closesAt, now }) => closesAt !== null && closesAt <= now,
});

/** Monthly benefits stand on the notice given when they were granted; some policies need none: both are final at once. */
const byBasis = ({ basis }: NoticeContext): NoticeStage => (basis === 'per-batch' ? 'requested' : basis);

/** 二.二.4(2): a list is complete before it is posted, is posted with evidence, and stands for its whole window. */
export const noticeStates = defineStates<NoticeContext, NoticeStage, 'complete' | 'post' | 'close'>(
  {
    gathering: { complete: { to: byBasis, by: 'system' } },
    requested: { post: { to: 'open', by: ['township-clerk', 'village-agent', 'publisher'], needs: ['evidence'] } },
    open: { close: { to: 'closed', by: 'system', when: [windowOver] } },
    closed: {},
    standing: {},
    exempt: {},
  },
  {
    gathering: '名单生成中',
    requested: '待张贴',
    open: '公示中',
    closed: '公示期满',
    standing: '沿用认定公示',
    exempt: '免公示',
    post: '张贴公示',
    close: '公示期满',
  },
);
