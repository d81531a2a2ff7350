import { DomainError } from '@one-card/service';

export const headRefused = (wanted: readonly string[], differs: readonly string[]) =>
  new DomainError(
    'file-refused',
    422,
    {
      zh: `第 1 行表头应为 ${wanted.join(',')};缺少或多出:${differs.join(' ')}`,
      en: `Row 1 must be the head ${wanted.join(',')}; missing (-) or unknown (+): ${differs.join(' ')}`,
    },
    { wanted, differs },
  );

export const emptyFile = () =>
  new DomainError('file-refused', 422, { zh: '文件是空的,没有表头', en: 'The file is empty: not even a head stands in it' });
