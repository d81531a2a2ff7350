import { recipientRegistryApi } from '@one-card/contracts';
import { defineTitles, DomainError } from '@one-card/service';

defineTitles({ 'import-header': { zh: '文件表头不符', en: 'The header of the file differs' } });

export function headerDiffers(): DomainError {
  const columns = recipientRegistryApi.PEOPLE_COLUMNS.join(',');
  return new DomainError(
    'import-header',
    422,
    { zh: `文件第 1 行应依次为:${columns}`, en: `The first row of the file must be: ${columns}` },
    { columns: recipientRegistryApi.PEOPLE_COLUMNS },
  );
}

export const notCsv = (): DomainError =>
  new DomainError('unsupported-type', 415, { zh: '请以 text/csv 提交人员文件', en: 'Send the file of people as text/csv' });

export const importKeyReused = (): DomainError =>
  new DomainError('idempotency-key-reused', 422, {
    zh: '这个幂等键已用于另一个文件,请为新的文件使用新的键',
    en: 'This idempotency key was used for another file: take a new key for a new file',
  });
