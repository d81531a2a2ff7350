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

export const unreadableFile = () =>
  new DomainError('file-refused', 422, {
    zh: '文件读不出来:应为 UTF-8 或 GB18030 编码的 CSV,引号成对',
    en: 'The file cannot be read: a CSV in UTF-8 or GB18030 with closed quotes is needed',
  });
