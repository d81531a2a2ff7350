import { answer, perMille, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { BarChart } from '../../components/BarChart';
import { type Column, DataTable } from '../../components/DataTable';
import { allPages } from '../../data/all-pages';
import type { IndicatorView } from '../../data/views';
import { FUND_COLORS } from '../supervision/colors';

const PARTS = ['paid', 'reserved', 'available'] as const;
type Part = (typeof PARTS)[number];

interface Project extends Readonly<Record<Part | 'granted', bigint>> {
  readonly id: string;
  readonly name: string;
}

/** What each project was granted, and how much of it is paid, reserved and still there. */
export function ProjectFunds() {
  const { t } = useTranslation();
  const api = useApi();
  const projects = useQuery({
    queryKey: ['indicators', 'by-project'],
    queryFn: async () => {
      const query = (cursor: string | undefined) => ({ params: { query: { limit: 500, cursor } } });
      const [indicators, known] = await Promise.all([
        allPages((cursor) => answer(api.GET('/api/payment-orchestration/indicators', query(cursor)))),
        allPages((cursor) => answer(api.GET('/api/policy-catalog/projects', query(cursor)))),
      ]);
      return byProject(indicators, new Map(known.map(({ id, name }) => [id, name])));
    },
  });
  return (
    <section>
      <h2>{t('funds.by-project')}</h2>
      <Answer of={projects} empty={{ when: ({ length }) => length === 0, say: t('indicator.none') }}>
        {(rows) => <Projects rows={rows} />}
      </Answer>
    </section>
  );
}

/** The largest first. */
function byProject(indicators: readonly IndicatorView[], names: ReadonlyMap<string, string>): Project[] {
  const projects = new Map<string, Project>();
  for (const { projectId, grantedFen, paidFen, reservedFen, availableFen } of indicators) {
    const so = projects.get(projectId) ?? { granted: 0n, paid: 0n, reserved: 0n, available: 0n };
    projects.set(projectId, {
      ...{ id: projectId, name: names.get(projectId) ?? projectId, granted: so.granted + BigInt(grantedFen), paid: so.paid + BigInt(paidFen) },
      ...{ reserved: so.reserved + BigInt(reservedFen), available: so.available + BigInt(availableFen) },
    });
  }
  return [...projects.values()].sort((a, b) => (a.granted < b.granted ? 1 : -1));
}

function Projects({ rows }: { rows: readonly Project[] }) {
  const { t } = useTranslation();
  const picture = useMemo(
    () => ({
      categories: rows.map(({ name }) => name),
      series: PARTS.map((part) => ({ name: t(`indicator.${part}Fen`), color: FUND_COLORS[part], fen: rows.map((row) => String(row[part])) })),
    }),
    [rows, t],
  );
  const money = (part: Part | 'granted'): Column<Project> => ({
    ...{ key: part, title: t(`indicator.${part}Fen`), amount: true, text: (row) => yuan(row[part]), cell: (row) => <Money fen={row[part]} /> },
  });
  const shareOf = ({ paid, granted }: Project) => `${String(perMille(paid.toString(), granted.toString()) / 10)}%`;
  const columns: Column<Project>[] = [
    {
      ...{ key: 'project', title: t('batch.project'), text: ({ name }) => name },
      cell: ({ id, name }) => <Link to={`/indicators?projectId=${id}`}>{name}</Link>,
    },
    ...[money('granted'), money('paid'), money('reserved'), money('available')],
    { key: 'share', title: t('funds.paid-share'), amount: true, text: shareOf, cell: (row) => <span className="amount">{shareOf(row)}</span> },
  ];
  return (
    <>
      <BarChart label={t('funds.by-project')} {...picture} />
      <DataTable
        name="funds-by-project"
        label={t('funds.by-project')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={t('indicator.none')}
      />
    </>
  );
}
