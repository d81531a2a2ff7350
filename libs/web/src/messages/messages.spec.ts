import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Messages = { readonly [key: string]: string | Messages };

const library = 'libs/web/src';
const webs = ['services/portal/src', 'services/console/src'];

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const sourcesOf = (folder: string): string[] =>
  filesIn(folder).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts') && !file.includes('generated'));
const textOf = (file: string): string => readFileSync(file, 'utf8');
const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

/** English has more forms of a word than Chinese: they count as one key. */
function keysOf(messages: Messages, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key.replace(/_(one|other|zero)$/, '')}`] : keysOf(value, `${prefix}${key}.`),
  );
}

function messagesIn(folder: string, language: string): Messages {
  return JSON.parse(textOf(join(folder, 'messages', `${language}.json`))) as Messages;
}

/** Keys are asked for by `t('a.b')`, stand in data (`label: 'nav.todo'`), or are put together from a known beginning: t(`post.${post}`). */
function asked(folders: readonly string[]) {
  const code = folders.flatMap(sourcesOf).map(textOf).map(withoutComments).join('\n');
  const demanded = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
  const literals = new Set([...code.matchAll(/['"]([\w-]+(?:\.[\w-]+)*)['"]/g)].map(([, key = '']) => key));
  const beginnings = [...code.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map(([, begin = '']) => begin);
  return { demanded, isUsed: (key: string) => literals.has(key) || beginnings.some((begin) => key.startsWith(begin)) };
}

const shared = (language: string): string[] => keysOf({ web: messagesIn(library, language) });

describe.each(webs)('the words of %s', (folder) => {
  const zh = new Set(keysOf(messagesIn(folder, 'zh-CN')));
  const en = new Set(keysOf(messagesIn(folder, 'en')));
  const { demanded, isUsed } = asked([folder]);

  it('are there in both languages', () => {
    expect([...zh].filter((key) => !en.has(key))).toEqual([]);
    expect([...en].filter((key) => !zh.has(key))).toEqual([]);
  });

  it('are all there that are asked for', () => {
    const known = new Set([...zh, ...shared('zh-CN')]);
    expect([...new Set(demanded)].filter((key) => !known.has(key))).toEqual([]);
  });

  it('are all asked for', () => {
    expect([...zh].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('stand in the message files and not in the code', () => {
    const inCode = sourcesOf(folder).filter((file) => /\p{Script=Han}/u.test(withoutComments(textOf(file))));
    expect(inCode).toEqual([]);
  });
});

describe('the words of the library', () => {
  it('are there in both languages, and somebody asks for each', () => {
    const { isUsed } = asked([library, ...webs]);
    expect(shared('en').sort()).toEqual(shared('zh-CN').sort());
    expect(shared('zh-CN').filter((key) => !isUsed(key))).toEqual([]);
  });
});
