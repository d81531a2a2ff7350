import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

interface Props {
  readonly levels: readonly string[];
  readonly departments: readonly string[];
  readonly year: number;
}

const YEARS_BACK = 3;

/** What is chosen stands in the address, so that a filtered list can be sent to somebody. */
export function PolicyFilters({ levels, departments, year }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const choose = (name: string, value: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const now = new Date().getFullYear();
  const years = [...new Set([...Array.from({ length: YEARS_BACK }, (_, at) => now - at), year])].sort((a, b) => b - a);
  const chosen = (name: string) => search.get(name) ?? '';
  return (
    <form className="filters no-print" onSubmit={(event) => event.preventDefault()}>
      <label>
        {t('policy.words')}
        <input type="search" maxLength={50} defaultValue={chosen('text')} onChange={(event) => choose('text', event.target.value.trim())} />
      </label>
      <label>
        {t('policy.department')}
        <select value={chosen('department')} onChange={(event) => choose('department', event.target.value)}>
          <option value="">{t('all')}</option>
          {departments.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label>
        {t('policy.level')}
        <select value={chosen('level')} onChange={(event) => choose('level', event.target.value)}>
          <option value="">{t('all')}</option>
          {levels.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label>
        {t('policy.recipient')}
        <select value={chosen('recipient')} onChange={(event) => choose('recipient', event.target.value)}>
          <option value="">{t('all')}</option>
          {['person', 'household', 'child'].map((each) => (
            <option key={each} value={each}>
              {t(`policy.to.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('year')}
        <select value={String(year)} onChange={(event) => choose('year', event.target.value)}>
          {years.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
    </form>
  );
}
