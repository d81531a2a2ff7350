import { serviceUnderTest, type ServiceUnderTest } from '@one-card/testing';
import { Workbook } from 'exceljs';
import { AppModule } from '../src/app.module';
import { countyPolicies } from '../src/policy/county-policies';
import { config } from '../src/config';

let given: ServiceUnderTest;
const clerk = (department: string) => given.as({ posts: [{ post: 'department-clerk', department, divisions: ['410423'] }] });
const file = (query: string) => fetch(`${given.url}/api/policy-catalog/policy-list/file?${query}`);

beforeAll(async () => {
  given = await serviceUnderTest({ name: 'policy-catalog', module: AppModule, config });
});
afterAll(() => given.stop());

describe('the published policy list', () => {
  it('is read by anybody, with numbers that stay when it is filtered', async () => {
    const all = (await given.anonymous.get('/policy-list?year=2026')).body;
    expect(all.items.map(({ no }: { no: number }) => no)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    const some = (await given.anonymous.get(`/policy-list?year=2026&department=${encodeURIComponent('民政局')}&recipient=child`)).body;
    expect(some.items.map(({ code }: { code: string }) => code).sort()).toEqual(['orphan', 'unsupported-child']);
    expect(some.items[0].no).toBe(all.items.find(({ code }: { code: string }) => code === some.items[0].code).no);
    expect((await given.anonymous.get(`/policy-list?year=2026&text=${encodeURIComponent('桑蚕')}`)).body.items.length).toBeLessThan(30);
    expect((await given.anonymous.get('/policy-list?year=2019')).body.items).toEqual([]);
  });

  it('is told in English to whoever asks so', async () => {
    const { body } = await given.anonymous.get('/policy-list/rotation', { headers: { 'accept-language': 'en' } });
    expect(body[0]).toMatchObject({ standard: '¥150.00 a mu', complaintPhone: '12388' });
  });

  it('is taken home as a workbook and as CSV, in the columns of the county', async () => {
    const answer = await file('year=2026&format=xlsx');
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('2026 年惠民惠农财政补贴政策清单.xlsx'));
    const workbook = new Workbook();
    await workbook.xlsx.load(await answer.arrayBuffer());
    const sheet = workbook.getWorksheet('政策清单');
    expect(sheet?.rowCount).toBe(31);
    expect([1, 3, 13, 14].map((at) => sheet?.getRow(1).getCell(at).value)).toEqual(['序号', '补贴项目', '投诉举报电话', '备注']);
    const csv = await (await file('year=2026&format=csv')).text();
    expect(csv.split('\r\n')).toHaveLength(32);
    expect(csv.split('\r\n')[0]).toContain('序号,主管部门,补贴项目,政策级次,政策依据');
  });

  it('holds no formula, whatever a department wrote', async () => {
    const rotation = countyPolicies().find(({ code }) => code === 'rotation');
    const next = { ...rotation, validFrom: '2026-06-01', note: '=HYPERLINK("http://evil")', phone: '0375-5050000', applying: '到村委会登记' };
    expect((await clerk('农业农村局').post('/policies', next)).status).toBe(201);
    const text = await (await file('year=2026&format=csv')).text();
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
  });

  it('says what a version changed', async () => {
    const { body } = await given.anonymous.get('/policy-list/rotation');
    expect(body.map(({ versionNo }: { versionNo: number }) => versionNo)).toEqual([2, 1]);
    expect(body[0]).toMatchObject({ applying: '到村委会登记', phone: '0375-5050000', validFrom: '2026-06-01' });
    expect(body[0].changes.map(({ column }: { column: string }) => column)).toEqual(['申领流程', '咨询电话', '备注']);
    expect(body[1]).toMatchObject({ changes: [], validTo: '2026-05-31' });
    expect((await given.anonymous.get('/policy-list/none')).status).toBe(404);
  });
});
