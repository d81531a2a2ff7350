import type { Actor, Held } from './actor';
import { Authority } from './authority';
import { DivisionLookup } from './division-lookup';

const county = '410423';
const township = '410423101';
const village = '410423101001';

class KnownDivisions extends DivisionLookup {
  ancestorsOf(division: string) {
    return Promise.resolve(division === village ? [village, township, county] : undefined);
  }
}

const authority = new Authority(new KnownDivisions(), { countyCode: county });
const acting = (...posts: Held[]): Actor => ({ id: 'p', name: '', posts, anonymous: false, system: false });
const clerk = (...divisions: string[]): Held => ({ post: 'township-clerk', department: null, divisions });
const approver = (department: string): Held => ({ post: 'department-approver', department, divisions: [county] });

describe('authority', () => {
  it('covers a division with all below it', async () => {
    await expect(authority.require(acting(clerk(township)), 'township-clerk', { division: village })).resolves.toEqual(clerk(township));
  });

  it('ends at the border of the division', async () => {
    await expect(authority.require(acting(clerk('410423102')), 'township-clerk', { division: village })).rejects.toMatchObject({
      code: 'wrong-post',
      status: 403,
    });
  });

  it('of the county covers divisions of which nobody has told yet', async () => {
    await expect(authority.covers(clerk(county), '410423999')).resolves.toBe(true);
    await expect(authority.covers(clerk(township), '410423999')).resolves.toBe(false);
  });

  it('takes the one holding of several that fits', async () => {
    const held = await authority.require(acting(clerk('410423102'), clerk(township)), ['township-reviewer', 'township-clerk'], { division: village });
    expect(held.divisions).toEqual([township]);
  });

  it('belongs to a department', async () => {
    await expect(authority.require(acting(approver('民政局')), 'department-approver', { department: '民政局' })).resolves.toBeDefined();
    await expect(authority.require(acting(approver('林业局')), 'department-approver', { department: '民政局' })).rejects.toMatchObject({
      code: 'wrong-post',
    });
  });

  it('says which post is needed, and where', async () => {
    await expect(authority.require(acting(), ['township-clerk'], { division: village })).rejects.toMatchObject({
      detail: { zh: `此操作需要管辖 ${village} 的乡镇经办岗位`, en: `This needs the post of township clerk for division ${village}` },
    });
  });
});
