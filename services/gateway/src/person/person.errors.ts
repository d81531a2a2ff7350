import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'person-exists': { zh: '人员已存在', en: 'Person exists' },
  'own-posts': { zh: '不得给自己授岗', en: 'Nobody grants posts to themself' },
  'separate-administrations': { zh: '三员必须分设', en: 'Administrations are separate' },
});

export const personExists = (id: string) =>
  new DomainError('person-exists', 409, { zh: `人员 ${id} 已登记,请直接授予岗位`, en: `${id} is known already: grant posts to them instead` });

export const ownPosts = () =>
  new DomainError('own-posts', 403, {
    zh: '不能调整自己的岗位,请由另一名安全管理员办理',
    en: 'Your own posts are changed by another security administrator',
  });

export const separateAdministrations = () =>
  new DomainError('separate-administrations', 422, {
    zh: '系统管理员、安全保密管理员、安全审计员三个岗位须由不同的人担任,请只保留其中一个',
    en: 'The system administrator, security administrator and security auditor are different people: keep one of these posts',
  });
