import { eligibilityCheckApi, recipientRegistryApi } from '@one-card/contracts';

export const PEOPLE_HEAD: string[] = [...recipientRegistryApi.PEOPLE_COLUMNS];
export const DATASET_FILES = {
  'deceased.csv': eligibilityCheckApi.DATASET_COLUMNS.deceased,
  'land-title.csv': eligibilityCheckApi.DATASET_COLUMNS['land-title'],
} as const;
