import type { Refusal } from '@one-card/domain';
import { DomainError, defineTitles } from '@one-card/service';

defineTitles({
  'illegal-move': { zh: '当前状态不能这样操作', en: 'Not possible in this state' },
  'own-entry': { zh: '不能审核本人录入的内容', en: 'Own entry' },
  'reviewed-before': { zh: '同一人不能审核两次', en: 'Reviewed before' },
  'digest-changed': { zh: '内容已变化', en: 'Content has changed' },
  'already-reviewed': { zh: '已有人审核', en: 'Already reviewed' },
  'batch-not-issued': { zh: '批次不在填报阶段', en: 'Batch is not issued' },
  'rolls-not-ready': { zh: '花名册未齐备', en: 'Rolls not ready' },
  'two-posts-on-one-batch': { zh: '同一批次不能兼任两个岗位', en: 'Two posts on one batch' },
  'missing-reason': { zh: '请填写原因', en: 'A reason is needed' },
  'file-refused': { zh: '花名册文件未被接受', en: 'File refused' },
  'file-uploaded-before': { zh: '此文件已上传过', en: 'File uploaded before' },
  'line-ordered': { zh: '该笔已拨付', en: 'Line was ordered' },
});

const STATUS: Readonly<Record<string, number>> = { 'wrong-post': 403, 'missing-reason': 422, 'missing-opinion': 422 };

/** What a state table refuses, as the answer to a request: a conflict, unless it is the wrong post or something left out. */
export const refused = ({ code, zh, en }: Refusal): DomainError => new DomainError(code, STATUS[code] ?? 409, { zh, en });
