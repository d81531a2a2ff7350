import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

export function SearchForm({ text }: { text: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = String(new FormData(event.currentTarget).get('text') ?? '').trim();
    void navigate(wanted === '' ? '/' : `/?text=${encodeURIComponent(wanted)}`);
  };
  return (
    <form className="search no-print" role="search" onSubmit={search}>
      <label>
        {t('home.search')}
        <input type="search" name="text" maxLength={50} defaultValue={text} placeholder={t('home.search-example')} />
      </label>
      <button type="submit">{t('home.find')}</button>
    </form>
  );
}
