import { gather } from './gathering';

const entry = (service: string, at: string, what: string) => ({ at, service, what, says: { zh: what, en: what }, by: null, ref: null });

describe('the history of a line', () => {
  const early = '2026-03-05T01:00:00.000Z';
  const late = '2026-03-05T02:00:00.000Z';

  it('is told by time, and of one moment in the order of the stages', () => {
    const parts = [
      { service: 'bank-gateway', status: 200, body: [entry('bank-gateway', late, 'instructed')] },
      { service: 'supervision', status: 200, body: [entry('supervision', early, 'recorded')] },
      {
        service: 'payment-orchestration',
        status: 200,
        body: [entry('payment-orchestration', early, 'upload'), entry('payment-orchestration', late, 'ordered')],
      },
    ];
    expect(gather(7, parts).entries.map(({ what }) => what)).toEqual(['upload', 'recorded', 'ordered', 'instructed']);
  });

  it('says which service did not answer and which may not be read, and passes over one that knows nothing of the line', () => {
    const parts = [
      { service: 'payment-orchestration', status: 200, body: [] },
      { service: 'disclosure', status: 404, body: {} },
      { service: 'supervision', status: 403, body: {} },
      { service: 'bank-gateway', status: null, body: undefined },
      { service: 'recipient-registry', status: 200, body: { odd: true } },
    ];
    expect(gather(7, parts).missing).toEqual([
      { service: 'supervision', status: 403, why: 'not-allowed' },
      { service: 'bank-gateway', status: null, why: 'no-answer' },
      { service: 'recipient-registry', status: 200, why: 'no-answer' },
    ]);
  });
});
