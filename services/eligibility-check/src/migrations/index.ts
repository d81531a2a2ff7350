import { ComparisonData1764000000100 } from './comparison-data';
import { ScreenedAt1764000500000 } from './screened-at-1764000500000';
import { Screening1764000000200 } from './screening';

export const migrations = [ComparisonData1764000000100, Screening1764000000200, ScreenedAt1764000500000];
