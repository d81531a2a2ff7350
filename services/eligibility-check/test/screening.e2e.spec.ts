import { matchedChunk, verdict } from '@one-card/contracts';
import { sql } from '@one-card/database';
import fc from 'fast-check';
import { County, LIANGTING, type Roll, XIATANG } from './county';

let county: County;
beforeAll(async () => {
  county = await County.begin();
});
afterAll(() => county.given.stop());

const spring = ['2026-01-01', '2026-03-31'] as const;
const summer = ['2026-04-01', '2026-06-30'] as const;

describe('rules about one line', () => {
  it('hit a beneficiary who died before the period, not one who died inside it', async () => {
    const policy = await county.policy('old-age', ['deceased']);
    await county.learns('deceased', [
      { person: 101, cells: ['2025-12-31'] },
      { person: 102, cells: ['2026-01-01'] },
    ]);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.screened(batch, [{ beneficiary: 101 }, { beneficiary: 102 }, { beneficiary: 103 }]);
    expect(await county.hitsOf(batch)).toEqual([`deceased ${roll.lines[0]}`]);
  });

  it('hit a payee who died on whatever day, and make one hit of one record', async () => {
    const policy = await county.policy('boarder', ['deceased', 'payee-deceased']);
    await county.learns('deceased', [
      { person: 111, cells: ['2020-05-05'] },
      { person: 112, cells: ['2026-02-01'] },
    ]);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.screened(batch, [
      { beneficiary: 120, payee: 111 },
      { beneficiary: 121, payee: 112 },
      { beneficiary: 111 },
      { beneficiary: 112 },
      { beneficiary: 112, payee: 122, subject: 'died inside the period, paid to somebody alive' },
    ]);
    const [guardianLongDead, guardianJustDead, dead, diedInside] = roll.lines;
    expect(await county.hitsOf(batch)).toEqual([
      `deceased ${dead}`,
      `payee-deceased ${guardianLongDead}`,
      `payee-deceased ${guardianJustDead}`,
      `payee-deceased ${diedInside}`,
    ]);
  });

  it('hit wages drawn in a month of the period, not before or after it', async () => {
    const policy = await county.policy('rural-minimum-wages', ['on-payroll']);
    await county.learns('payroll', [
      { person: 131, cells: ['县教体局', '2019-09-01', ''] },
      { person: 132, cells: ['县教体局', '2019-09-01', '2025-12-31'] },
      { person: 133, cells: ['县林业局', '2026-04-01', ''] },
      { person: 134, cells: ['县林业局', '2020-01-01', '2026-01-15'] },
    ]);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.screened(
      batch,
      [131, 132, 133, 134].map((beneficiary) => ({ beneficiary })),
    );
    expect(await county.hitsOf(batch)).toEqual([`on-payroll ${roll.lines[0]}`, `on-payroll ${roll.lines[3]}`]);
  });

  it('hit an area above the title of its parcel, not two parcels each within its own', async () => {
    const policy = await county.policy('land-alone', ['area-above-title', 'area-above-title-cumulative']);
    await county.learns('land-title', [
      { person: 141, household: 9141, cells: ['P1', '3.5'] },
      { person: 141, household: 9141, cells: ['P2', '2'] },
      { person: 142, household: 9142, cells: ['P3', '3.5'] },
      { person: 142, household: 9142, cells: ['P4', '2'] },
    ]);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.screened(batch, [
      { beneficiary: 141, household: 9141, subject: 'P1', quantityMilli: 3501 },
      { beneficiary: 141, household: 9141, subject: 'P2', quantityMilli: 2000 },
      { beneficiary: 142, household: 9142, subject: 'P3', quantityMilli: 3500 },
      { beneficiary: 142, household: 9142, subject: 'P4', quantityMilli: 2000 },
    ]);
    expect(await county.hitsOf(batch)).toEqual([`area-above-title ${roll.lines[0]}`]);
  });

  it('hit an exclusive subsidy that is paid outside this platform in the same months', async () => {
    const policy = await county.policy('care-outside', ['exclusive-pair'], ['city-care']);
    await county.learns('other-subsidy', [
      { person: 151, cells: ['city-care', '2026-03-01', ''] },
      { person: 152, cells: ['city-care', '2025-01-01', '2025-12-31'] },
      { person: 153, cells: ['city-bus', '2025-01-01', ''] },
    ]);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.screened(
      batch,
      [151, 152, 153].map((beneficiary) => ({ beneficiary })),
    );
    expect(await county.hitsOf(batch)).toEqual([`exclusive-pair ${roll.lines[0]}`]);
  });

  it('answer for every chunk, with hits or without, and leave lines alone that cannot be paid', async () => {
    const policy = await county.policy('answers', ['deceased', 'same-months']);
    await county.learns('deceased', [{ person: 161, cells: ['2020-01-01'] }]);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.uploads(batch, [{ beneficiary: 161, payee: null }, { beneficiary: 162 }, { beneficiary: 163 }], { chunkSize: 2 });
    await county.screens(roll);
    for (const { chunk } of roll.chunks) {
      const answer = await county.given.published(verdict, (v) => v.chunk?.chunkId === chunk.chunkId);
      expect(answer).toMatchObject({ scope: 'chunk', screened: 1, hits: [] });
    }
    expect(await county.verdictOf(roll)).toMatchObject({ scope: 'roll', chunk: null, screened: 2, hits: [] });
  });
});

describe('rules across lines', () => {
  it('hit one person twice for the same months: in a roll, in two townships, in an earlier batch', async () => {
    const policy = await county.policy('months', ['same-months']);
    const earlier = await county.batch(policy, ...spring);
    const first = await county.screened(earlier, [{ beneficiary: 201 }, { beneficiary: 202 }, { beneficiary: 202 }]);
    const elsewhere = await county.screened(earlier, [{ beneficiary: 203 }, { beneficiary: 201 }], { division: XIATANG });
    const later = await county.batch(policy, '2026-03-01', '2026-05-31');
    const again = await county.screened(later, [{ beneficiary: 203 }]);
    const [a1, b1, b2] = first.lines;
    const [c1, a2] = elsewhere.lines;
    const [c2] = again.lines;
    expect(await county.hitsOf(earlier, later)).toEqual(
      [`${a1}-${a2}`, `${b1}-${b2}`, `${b2}-${b1}`, `${c1}-${c2}`, `${a2}-${a1}`, `${c2}-${c1}`].map((pair) => `same-months ${pair}`),
    );
  });

  it('leave two parcels, two machines and adjoining months alone', async () => {
    const policy = await county.policy('machines', ['same-months']);
    const one = await county.batch(policy, ...spring);
    const next = await county.batch(policy, ...summer);
    await county.screened(one, [
      { beneficiary: 211, subject: 'tractor-1' },
      { beneficiary: 211, subject: 'tractor-2' },
    ]);
    await county.screened(next, [{ beneficiary: 211, subject: 'tractor-1' }]);
    expect(await county.hitsOf(one, next)).toEqual([]);
  });

  it('hit a pair of exclusive policies in the same months, whichever of the two names the other', async () => {
    const disabled = await county.policy('disabled-care', ['exclusive-pair'], ['elder-care']);
    const elder = await county.policy('elder-care', ['same-months']);
    const other = await county.policy('old-age-2', ['exclusive-pair']);
    const named = await county.batch(elder, ...spring);
    const naming = await county.batch(disabled, ...spring);
    const lawful = await county.batch(other, ...spring);
    const next = await county.batch(disabled, ...summer);
    const people = [{ beneficiary: 221 }];
    const namingRoll = await county.screened(naming, people);
    const namedRoll = await county.screened(named, people);
    await county.screened(lawful, people);
    await county.screened(next, people);
    const [x, y] = [namingRoll.lines[0], namedRoll.lines[0]];
    expect(await county.hitsOf(named, naming, lawful, next)).toEqual([`exclusive-pair ${x}-${y}`, `exclusive-pair ${y}-${x}`]);
  });

  it('hit all lines of a household that claims more than its titles, where each parcel looks lawful; not a household within them', async () => {
    const policy = await county.policy('land', ['area-above-title', 'area-above-title-cumulative']);
    await county.learns('land-title', [
      { person: 231, household: 9231, cells: ['Q1', '3'] },
      { person: 231, household: 9231, cells: ['Q2', '2'] },
      { person: 232, household: 9232, cells: ['Q3', '4'] },
    ]);
    const batch = await county.batch(policy, '2026-01-01', '2026-12-31');
    const home = await county.screened(batch, [
      { beneficiary: 231, household: 9231, subject: 'Q1', quantityMilli: 3000 },
      { beneficiary: 231, household: 9231, subject: 'Q2', quantityMilli: 2000 },
      { beneficiary: 232, household: 9232, subject: 'Q3', quantityMilli: 4000 },
      { beneficiary: 233, household: 9233, subject: 'Q9', quantityMilli: 9000 },
    ]);
    const away = await county.screened(batch, [{ beneficiary: 234, household: 9231, subject: 'unknown', quantityMilli: 1 }], { division: XIATANG });
    const nextYear = await county.batch(policy, '2027-01-01', '2027-12-31');
    await county.screened(nextYear, [{ beneficiary: 231, household: 9231, subject: 'Q1', quantityMilli: 3000 }]);
    expect(await county.hitsOf(batch, nextYear)).toEqual(
      [...home.lines.slice(0, 2), ...away.lines].map((line) => `area-above-title-cumulative ${line}`),
    );
  });

  it('let a correction pay again what bounced, and still find one person twice within it', async () => {
    const policy = await county.policy('corrections', ['same-months']);
    const regular = await county.batch(policy, ...spring);
    const correction = await county.batch(policy, ...spring, 'correction');
    await county.screened(regular, [{ beneficiary: 241 }, { beneficiary: 242 }]);
    const roll = await county.screened(correction, [{ beneficiary: 241 }, { beneficiary: 242 }, { beneficiary: 242 }]);
    const [, one, two] = roll.lines;
    expect(await county.hitsOf(regular, correction)).toEqual([`same-months ${one}-${two}`, `same-months ${two}-${one}`]);
  });

  it('find the same pairs whichever chunk and roll comes first', async () => {
    const found: string[][] = [];
    for (const backwards of [false, true]) {
      const policy = await county.policy(`order-${String(backwards)}`, ['same-months', 'area-above-title-cumulative']);
      const household = backwards ? 9252 : 9251;
      await county.learns('land-title', [{ person: 251, household, cells: [`R${household}`, '1'] }]);
      const batch = await county.batch(policy, ...spring);
      const people = [1, 2, 3, 1].map((n) => ({ beneficiary: 250 + n, household, quantityMilli: 400 }));
      const rolls = [
        await county.uploads(batch, people, { division: LIANGTING, chunkSize: 1 }),
        await county.uploads(batch, people.slice(1, 3), { division: XIATANG, chunkSize: 1 }),
      ];
      const first = Math.min(...rolls.flatMap(({ lines }) => lines));
      for (const roll of backwards ? [...rolls].reverse() : rolls)
        await county.screens({ ...roll, chunks: backwards ? [...roll.chunks].reverse() : roll.chunks });
      found.push((await county.hitsOf(batch)).map((hit) => hit.replace(/\d+/g, (line) => String(Number(line) - first))));
    }
    expect(found[0]).toHaveLength(6 + 6);
    expect(found[1]).toEqual(found[0]);
  });
});

describe('pairs of lines', () => {
  interface Entry {
    beneficiary: number;
    subject: string;
  }
  const entry = fc.record({ beneficiary: fc.integer({ min: 401, max: 404 }), subject: fc.constantFrom('', 'P1') });
  const roll = fc.record({ quarter: fc.integer({ min: 0, max: 2 }), entries: fc.array(entry, { minLength: 1, maxLength: 5 }) });
  /** January to March, March to May, May to July: each overlaps the next by one month. */
  const QUARTERS = [spring, ['2026-03-01', '2026-05-31'], ['2026-05-01', '2026-07-31']] as const;

  it('are exactly those of one person, subject and month, whatever the rolls and their order', async () => {
    let run = 0;
    const story = fc.array(roll, { minLength: 2, maxLength: 3 }).chain((rolls) =>
      fc.tuple(
        fc.constant(rolls),
        fc.shuffledSubarray(
          rolls.map((_, i) => i),
          { minLength: rolls.length },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(story, async ([rolls, order]) => {
        const policy = await county.policy(`pairs-${String(++run)}`, ['same-months']);
        const batches = await Promise.all(QUARTERS.map(([from, to]) => county.batch(policy, from, to)));
        const claims: (Entry & { line: number; quarter: number })[] = [];
        const uploaded: Roll[] = [];
        for (const { quarter, entries } of rolls) {
          const of = batches[quarter];
          if (of === undefined) throw new Error('no such quarter');
          const sent = await county.uploads(of, entries, { chunkSize: 3 });
          uploaded.push(sent);
          claims.push(...entries.map((one, i) => ({ ...one, quarter, line: sent.lines[i] ?? 0 })));
        }
        for (const at of order) await county.screens(uploaded[at] as Roll);
        expect(await county.hitsOf(...batches)).toEqual(conflictsOf(claims));
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  function conflictsOf(claims: readonly (Entry & { line: number; quarter: number })[]): string[] {
    const conflicts = claims.flatMap((one) =>
      claims
        .filter((other) => other.line !== one.line && other.beneficiary === one.beneficiary && other.subject === one.subject)
        .filter((other) => Math.abs(other.quarter - one.quarter) <= 1)
        .map((other) => [one.line, other.line] as const),
    );
    return conflicts.sort(([a, b], [c, d]) => a - c || b - d).map(([line, other]) => `same-months ${line}-${other}`);
  }
});

describe('what became of a line', () => {
  it('a paid line of a pair gets no hit, the new one does', async () => {
    const policy = await county.policy('paid', ['same-months']);
    const earlier = await county.batch(policy, ...spring);
    const paid = await county.screened(earlier, [{ beneficiary: 301 }]);
    await county.becomes(paid, paid.lines, 'paid');
    const later = await county.batch(policy, ...spring);
    const roll = await county.screened(later, [{ beneficiary: 301 }]);
    expect(await county.hitsOf(earlier, later)).toEqual([`same-months ${roll.lines[0]}-${paid.lines[0]}`]);
  });

  it('a stopped line claims nothing any more', async () => {
    const policy = await county.policy('stopped', ['same-months']);
    const batch = await county.batch(policy, ...spring);
    const stopped = await county.screened(batch, [{ beneficiary: 311 }]);
    await county.becomes(stopped, stopped.lines, 'stopped', 'held');
    await county.screened(batch, [{ beneficiary: 311 }], { division: XIATANG });
    expect(await county.hitsOf(batch)).toEqual([]);
  });

  it('a newer revision takes the place of the older: its claims and hits are gone', async () => {
    const policy = await county.policy('revised', ['same-months']);
    const batch = await county.batch(policy, ...spring);
    const first = await county.uploads(batch, [{ beneficiary: 321 }, { beneficiary: 321 }, { beneficiary: 322 }], { chunkSize: 2 });
    await county.screens(first);
    expect(await county.hitsOf(batch)).toHaveLength(2);
    const second = await county.screened(batch, [{ beneficiary: 321 }, { beneficiary: 322 }], { earlier: first });
    expect(await county.hitsOf(batch)).toEqual([]);
    await county.count(sql`SELECT count(*)::integer AS n FROM claim WHERE line = ANY (${first.lines}::bigint[])`, 0);
    await county.count(sql`SELECT count(*)::integer AS n FROM claim WHERE line = ANY (${second.lines}::bigint[])`, 2);
    expect((await county.clerk.get(`/screenings?rollId=${first.id}`)).body).toMatchObject({ revision: 2, crossChecked: true, hits: 0 });
  });

  it('a chunk of a revision that was replaced already is passed over', async () => {
    const policy = await county.policy('late', ['same-months']);
    const batch = await county.batch(policy, ...spring);
    const old = await county.uploads(batch, [{ beneficiary: 331 }]);
    await county.screened(batch, [{ beneficiary: 331 }], { earlier: old });
    for (const chunk of old.chunks) await county.handled(await county.given.publish(matchedChunk, chunk));
    await county.count(sql`SELECT count(*)::integer AS n FROM claim WHERE line = ANY (${old.lines}::bigint[])`, 0);
    expect(await county.hitsOf(batch)).toEqual([]);
  });

  it('the same event twice, and the same chunk under another event, change nothing', async () => {
    const policy = await county.policy('twice', ['same-months']);
    const batch = await county.batch(policy, ...spring);
    const roll = await county.uploads(batch, [{ beneficiary: 341 }, { beneficiary: 341 }]);
    const [chunk] = roll.chunks;
    if (chunk === undefined) throw new Error('no chunk');
    const id = await county.given.publish(matchedChunk, chunk);
    await county.given.publish(matchedChunk, chunk, { id });
    // the third stands behind the second in their partition
    await county.handled(await county.given.publish(matchedChunk, chunk));
    const next = await county.batch(policy, ...summer);
    await county.screened(next, [{ beneficiary: 341 }]);
    expect(await county.hitsOf(batch, next)).toHaveLength(2);
    await county.count(sql`SELECT chunks_screened AS n FROM screening WHERE roll_id = ${roll.id}`, 1);
  });
});

it('nothing was poison', async () => {
  await county.count(sql`SELECT count(*)::integer AS n FROM dead_letter`, 0);
});
