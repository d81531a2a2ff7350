import type { Refusal } from '@one-card/domain';
import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'illegal-move': { zh: '当前状态下不能办理', en: 'Not possible in this state' },
  'notice-superseded': { zh: '公示已被取代', en: 'The notice was superseded' },
});

export const refusedMove = ({ code, zh, en }: Refusal) => new DomainError(code, code === 'wrong-post' ? 403 : 409, { zh, en });

export const superseded = () =>
  new DomainError('notice-superseded', 409, {
    zh: '花名册已重新报送,请办理新的公示',
    en: 'The roll was sent anew: use its new notice',
  });
