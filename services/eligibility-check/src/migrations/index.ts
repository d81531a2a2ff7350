import { ComparisonData1764000000100 } from './comparison-data';
import { Screening1764000000200 } from './screening';

export const migrations = [ComparisonData1764000000100, Screening1764000000200];
