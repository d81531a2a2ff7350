import { useTranslation } from 'react-i18next';
import { type Place, useTownships, useVillages } from './places';

interface Props {
  readonly value: string;
  readonly onChange: (division: string) => void;
}

const TOWNSHIP_DIGITS = 9;

/** A township, then one of its villages; the code of the narrower of the two. */
export function PlacePicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const township = value.slice(0, TOWNSHIP_DIGITS);
  const townships = useTownships();
  const villages = useVillages(township);
  return (
    <>
      <label>
        {t('place.township')}
        <select value={township} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('place.any-township')}</option>
          <Options of={townships.data} />
        </select>
      </label>
      <label>
        {t('place.village')}
        <select
          value={value.length > TOWNSHIP_DIGITS ? value : ''}
          disabled={township === ''}
          onChange={(event) => onChange(event.target.value || township)}
        >
          <option value="">{t('place.any-village')}</option>
          <Options of={villages.data} />
        </select>
      </label>
    </>
  );
}

export function Options({ of: places }: { of: readonly Place[] | undefined }) {
  return places?.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}
