import { parseFen, parseMilli, rateFromFund } from '@one-card/domain';
import type { components } from '@one-card/web';
import { daysOf, type Season } from './season';

export interface ProjectForm {
  policyCode: string;
  name: string;
  year: number;
  season: Season;
  periodFrom?: string;
  periodTo?: string;
  divisions: string[];
  fund?: string;
  area?: string;
}
type OpenProject = components['schemas']['OpenProject'];

export const periodOf = ({ year, season, periodFrom, periodTo }: Partial<ProjectForm>): { periodFrom?: string; periodTo?: string } =>
  (year !== undefined && season !== undefined ? daysOf(year, season) : undefined) ?? { periodFrom, periodTo };

const fenOf = (text: string | undefined): string | null => {
  const fen = parseFen(text ?? '');
  return fen.ok ? String(fen.value) : null;
};
const milliOf = (text: string | undefined): number | null => {
  const milli = parseMilli(text ?? '');
  return milli.ok ? milli.value : null;
};

/** What is typed, as the platform takes it. */
export function wireOf(form: ProjectForm): OpenProject {
  const { periodFrom = '', periodTo = '' } = periodOf(form);
  const { policyCode, name, year, divisions, fund, area } = form;
  return { policyCode, name, year, periodFrom, periodTo, divisions, fundFen: fenOf(fund), areaMilli: milliOf(area) };
}

/** What a mu is paid, as far as it can be said: the fund over the area, truncated as the platform does it. */
export function rateOf({ fund, area }: Partial<ProjectForm>): bigint | undefined {
  const [fundFen, areaMilli] = [fenOf(fund), milliOf(area)];
  return fundFen === null || areaMilli === null || areaMilli === 0 ? undefined : rateFromFund(BigInt(fundFen), areaMilli);
}

interface Version {
  readonly versionNo: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** The newest version that holds for the whole period: it is the one by which the project pays. */
export function versionFor<Of extends Version>(versions: readonly Of[], { periodFrom, periodTo }: Partial<ProjectForm>): Of | undefined {
  if (periodFrom === undefined || periodTo === undefined) return undefined;
  return versions
    .filter(({ validFrom, validTo }) => validFrom <= periodFrom && (validTo === null || validTo >= periodTo))
    .sort((one, other) => other.versionNo - one.versionNo)[0];
}
