/** Why something is refused, in words for the person who must mend it. The words never carry personal data. */
export interface Refusal<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly zh: string;
  readonly en: string;
}

/** What a parser answers: the value, or why not. Parsers do not throw for what people type. */
export type Parsed<T, Code extends string = string> = { readonly ok: true; readonly value: T } | Refusal<Code>;

export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const refuse = <Code extends string>(code: Code, zh: string, en: string): Refusal<Code> => ({ ok: false, code, zh, en });
