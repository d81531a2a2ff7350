import { useTranslation } from 'react-i18next';

/** Who writes, so that they can be answered; sealed as it comes in. */
export function WhoFields() {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('who.title')}</legend>
      <p className="hint">{t('who.sealed')}</p>
      <label>
        {t('who.name')}
        <input name="name" required minLength={2} maxLength={50} autoComplete="name" />
      </label>
      <label>
        {t('who.phone')}
        <input name="phone" required type="tel" inputMode="tel" minLength={7} maxLength={30} autoComplete="tel" />
      </label>
    </fieldset>
  );
}
