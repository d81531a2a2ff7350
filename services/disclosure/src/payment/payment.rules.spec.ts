import { movedBy, sumByVillage } from './payment.rules';

const lines = {
  line: [1, 2, 3, 4],
  villageCode: ['b', 'a', 'b', 'a'],
  from: ['underWay', 'bounced', 'paid', 'paid'],
  to: ['paid', 'paid', 'bounced', 'paid'],
  reason: [null, null, 'other', null],
  amountFen: ['100', '250', '300', '1'],
  bankCode: [null, null, null, null],
} satisfies Parameters<typeof movedBy>[0];

describe('facts about lines', () => {
  it('tell which came to be paid and which no longer are', () => {
    expect(movedBy(lines)).toEqual({ paid: [0, 1], unpaid: [2] });
  });

  it('are summed by village, in the order of the villages', () => {
    expect(sumByVillage(lines, [0, 1, 2])).toEqual([
      ['a', { lines: 1, amountFen: 250n }],
      ['b', { lines: 2, amountFen: 400n }],
    ]);
  });
});
