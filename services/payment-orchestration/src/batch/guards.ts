import { guard } from '@one-card/domain';

/** What the guards of a review look at, of a roll or of a batch. */
export interface ReviewMove {
  readonly actor: string;
  /** who entered what is reviewed: everybody who uploaded a file that stands in it */
  readonly enteredBy: readonly string[];
  /** who approved this very digest at another step */
  readonly approvedBy: readonly string[];
  /** of what is reviewed now, and as the reviewer saw it */
  readonly digest: string | null;
  readonly digestSeen: string | null;
}

export const notOwnEntry = guard<ReviewMove>({
  code: 'own-entry',
  zh: '不能审核本人录入的内容,请由其他人员办理',
  en: 'Nobody reviews what they entered: another person must do this',
  holds: ({ actor, enteredBy }) => !enteredBy.includes(actor),
});

export const notReviewedBefore = guard<ReviewMove>({
  code: 'reviewed-before',
  zh: '您已在其他环节审核过同一内容,请由其他人员办理',
  en: 'You approved the same at another step: another person must do this',
  holds: ({ actor, approvedBy }) => !approvedBy.includes(actor),
});

/** A review binds the digest of what was reviewed. */
export const digestUnchanged = guard<ReviewMove>({
  code: 'digest-changed',
  zh: '内容在您查看后已发生变化,请刷新后重新审核',
  en: 'This has changed since you looked at it: load it again and review it anew',
  holds: ({ digest, digestSeen }) => digest !== null && digest === digestSeen,
});
