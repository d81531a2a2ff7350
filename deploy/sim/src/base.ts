import { divisionOf } from './divisions';
import { accountsOf, deathsOf, registerOf, townshipOf, TOWNSHIPS, type Township } from './county';
import type { Scene } from './acts';
import { act, actorOf, actors, COUNTY, DEPARTMENT, type Answer, type Command } from './people';
import type { Platform } from './platform';
import { Random } from './random';
import { properDeliver } from './deliver';
import { Schedule } from './schedule';
import { beginIds } from './ids';
import type { Actor } from '@one-card/service';

const POLICY = 'resettlement';
const FUND_FEN = '10000000';
const NO_FAULTS = () => ({ kills: 0, losses: 0, lostCommits: 0, leaps: 0 });

/** Makes what every seed begins with: policy, divisions, people, accounts, an indicator and two issued batches; and keeps it. */
export async function makeBase(platform: Platform): Promise<Scene> {
  beginIds(0);
  const { look } = platform.storage;
  const townships = await someTownships(platform);
  await forgetTheRest(platform, townships);
  for (const member of platform.members) member.begin(platform.topics);
  const schedule = new Schedule(platform, new Random(0), {
    faults: NO_FAULTS(),
    deliver: properDeliver,
    people: undefined,
    check: undefined,
  });
  const settle = async (): Promise<void> => {
    schedule.everythingDue();
    await schedule.untilIdle();
  };
  await settle();
  const does = async (what: string, actor: Actor, command: Omit<Command, 'key'>): Promise<Record<string, unknown>> => {
    let answer: Answer | undefined;
    schedule.start(what, 'setup', async () => (answer = await act(platform, actor, { key: what, ...command })));
    await platform.scheduler.still();
    await settle();
    if (answer === undefined || answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer)}`);
    return (answer.body ?? {}) as Record<string, unknown>;
  };
  await enterPeople(does, townships);
  const indicatorId = await openBatches(does, townships);
  await look.query(FORGET);
  await platform.storage.keep();
  return { townships, indicatorId };
}

type Does = (what: string, actor: Actor, command: Omit<Command, 'key'>) => Promise<Record<string, unknown>>;

async function enterPeople(does: Does, townships: readonly Township[]): Promise<void> {
  for (const township of townships)
    await does(`register-${township.code}`, actors.townshipClerk(township.code), {
      service: 'recipient-registry',
      path: '/people/imports',
      file: registerOf(township),
    });
  const query = new URLSearchParams({ source: '民政局', legalBasis: '数据共享协议', asOf: '2026-10-31' });
  await does('deaths', actorOf('department-clerk', { department: '民政局' }), {
    service: 'eligibility-check',
    path: `/datasets/deceased/imports?${query.toString()}`,
    file: deathsOf(townships),
  });
  await does('accounts', actors.treasuryOperator, { service: 'bank-simulator', path: '/accounts', file: accountsOf(townships) });
}

async function openBatches(does: Does, townships: readonly Township[]): Promise<string> {
  const divisions = townships.map(({ code }) => code);
  const period = { periodFrom: '2026-01-01', periodTo: '2026-12-31' };
  const project = await does('project', actors.departmentClerk, {
    service: 'policy-catalog',
    path: '/projects',
    body: { policyCode: POLICY, name: '2026年移民补助', year: 2026, ...period, divisions, fundFen: null, areaMilli: null },
  });
  const payment = 'payment-orchestration';
  const indicator = await does('indicator', actors.budgetOfficer, {
    service: payment,
    path: '/indicators',
    body: {
      projectId: project['id'],
      budgetYear: 2026,
      documentNo: '豫财农〔2026〕12号',
      receivedAt: '2026-09-30',
      amountFen: FUND_FEN,
      ...INDICATOR,
    },
  });
  for (const kind of ['regular', 'supplement']) {
    // The second one meets the first in one township, and at the indicator.
    const where = kind === 'regular' ? divisions : divisions.slice(0, 1);
    const batch = await does(`open-${kind}`, actors.departmentClerk, {
      service: payment,
      path: '/batches',
      body: { projectId: project['id'], kind, ...period, divisions: where },
    });
    await does(`issue-${kind}`, actors.departmentClerk, { service: payment, path: `/batches/${String(batch['id'])}/issue`, body: {} });
  }
  return String(indicator['id']);
}

const INDICATOR = {
  fundNature: '一般公共预算',
  functionCode: '2130122',
  economicCode: '50901',
  budgetUnit: DEPARTMENT,
  projectCode: `${COUNTY}-2026-${POLICY}`,
  directMark: false,
};

/** The county's first townships that have villages, with their first three. */
async function someTownships(platform: Platform): Promise<Township[]> {
  const { rows } = await platform.storage.look.query<{ code: string; villages: string[] }>(`
    SELECT t.code, (array_agg(v.code ORDER BY v.code))[1:3] AS villages
    FROM recipient_registry.division t
    JOIN recipient_registry.division v ON t.code = ANY (v.ancestors) AND v.kind = 'village'
    WHERE t.kind = 'township'
    GROUP BY t.code
    ORDER BY t.code
    LIMIT ${String(TOWNSHIPS)}`);
  return rows.map(({ code, villages }, number) => townshipOf(code, villages, number));
}

/** The other divisions and policies would be told to everybody, again for every seed: they are not in this world. */
async function forgetTheRest({ storage }: Platform, townships: readonly Township[]): Promise<void> {
  const kept = new Set([COUNTY, ...townships.flatMap(({ code, villages }) => [code, ...villages])]);
  const told = await storage.look.query<{ id: string; payload: Buffer }>(
    `SELECT id, payload FROM recipient_registry.outbox WHERE topic = 'recipient-registry.division.v1'`,
  );
  const others = told.rows.filter(({ payload }) => !kept.has(divisionOf(payload))).map(({ id }) => id);
  await storage.look.query('DELETE FROM recipient_registry.outbox WHERE id = ANY ($1::bigint[])', [others]);
  await storage.look.query('DELETE FROM recipient_registry.division_ancestor WHERE code <> ALL ($1)', [[...kept]]);
  await storage.look.query('DELETE FROM recipient_registry.division WHERE code <> ALL ($1)', [[...kept]]);
  const policies = await storage.look.query<{ id: string; payload: Buffer }>(
    `SELECT id, payload FROM policy_catalog.outbox WHERE topic = 'policy-catalog.policy.v1'`,
  );
  const rest = policies.rows.filter(({ payload }) => (JSON.parse(payload.toString()) as { code: string }).code !== POLICY).map(({ id }) => id);
  await storage.look.query('DELETE FROM policy_catalog.outbox WHERE id = ANY ($1::bigint[])', [rest]);
}

/** What the set-up itself left in inboxes, logs of commands and audit chains: every seed begins those anew. */
const FORGET = `
  SET session_replication_role = replica;
  DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
             WHERE tablename IN ('inbox', 'command', 'outbox', 'audit_head', 'audit_entry', 'audit_published')
               AND schemaname NOT IN ('sim', 'base') LOOP
      EXECUTE 'TRUNCATE ' || t.name;
    END LOOP;
  END $$;
  SET session_replication_role = origin;`;
