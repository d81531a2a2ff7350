import { type Post, postNames } from './posts';
import { refuse, type Refusal } from './result';

/** Who makes a move: a person in a post, or the platform itself when a fact arrives. */
export type Mover = Post | 'system';

/** What a move may demand of the person who makes it. */
export type Need = 'reason' | 'opinion' | 'evidence' | 'document' | 'voucher';

/** A condition on a move; its words tell the person why not, and may name what they find in the context. */
export interface Guard<Ctx> {
  readonly code: string;
  readonly zh: string | ((ctx: Ctx) => string);
  readonly en: string | ((ctx: Ctx) => string);
  readonly holds: (ctx: Ctx) => boolean;
}

export interface Move<Ctx, State extends string = string> {
  readonly to: State | ((ctx: Ctx) => State);
  readonly by: Mover | readonly Mover[] | ((ctx: Ctx) => Mover | readonly Mover[]);
  readonly when?: readonly Guard<Ctx>[];
  readonly needs?: readonly Need[];
}

/** Every state with the moves out of it; a state with none is an end. */
export type StateTable<Ctx, State extends string = string, Event extends string = string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, Move<Ctx, State>>>>>
>;

/** One line of the table as a document shows it; what depends on the context stands as the name of its function. */
export interface StateRow {
  readonly from: string;
  readonly event: string;
  readonly to: string;
  readonly post: readonly string[];
  readonly guard: readonly string[];
  readonly needs: readonly Need[];
}

/** `illegal-move`, `wrong-post`, `missing-reason` (or another need), or the code of the guard that does not hold. */
export type Moved<State extends string> = { readonly ok: true; readonly to: State } | Refusal;

export interface States<Ctx, State extends string = string, Event extends string = string> {
  readonly states: readonly State[];
  /** Whether the move may be made, checked in this order: legal at all, post, what it needs, guards. Changes nothing. */
  next(state: State, event: Event, ctx: Ctx, actorPosts: readonly Mover[], input?: Partial<Record<Need, string>>): Moved<State>;
  /** The table, in the order in which it was written. */
  rows(): StateRow[];
}

const NEED_WORDS: Record<Need, readonly [zh: string, en: string]> = {
  reason: ['原因', 'a reason'],
  opinion: ['意见', 'an opinion'],
  evidence: ['佐证材料', 'evidence'],
  document: ['文件', 'a document'],
  voucher: ['拨款凭证', 'a voucher'],
};

export const guard = <Ctx>(condition: Guard<Ctx>): Guard<Ctx> => condition;

/**
 * A state machine as a table that a finance officer could read (二.二.2: posts and their powers, states).
 * Name the states (`defineStates<Roll, RollState>`) and each must be in the table and no other can be gone to; name the events to close them too.
 * @param names Chinese names of states and events for the words of a refusal
 * @throws Error when a move goes to a state that the table does not have
 */
export function defineStates<Ctx, State extends string = string, Event extends string = string>(
  table: StateTable<Ctx, State, Event>,
  names: Readonly<Record<string, string>> = {},
): States<Ctx, State, Event> {
  const known = Object.keys(table) as State[];
  const name = (word: string) => names[word] ?? word;
  const demandKnown = (from: string, event: string, to: State): State => {
    if (!known.includes(to)) throw new Error(`"${event}" from "${from}" goes to "${to}", which is no state of this table`);
    return to;
  };
  for (const { from, event, to } of movesOf(table)) if (typeof to === 'string') demandKnown(from, event, to);
  return {
    states: known,
    rows: () => movesOf(table).map(rowOf),
    next(state, event, ctx, actorPosts, input = {}) {
      const move = own(own(table, state) ?? {}, event) as Move<Ctx, State> | undefined;
      if (!move) return refuse('illegal-move', `“${name(state)}”状态下不能“${name(event)}”`, `"${event}" is not possible in the state "${state}"`);
      const refused = wrongPost(move, ctx, actorPosts) ?? missing(move, input) ?? failing(move, ctx);
      if (refused) return refused;
      return { ok: true, to: typeof move.to === 'function' ? demandKnown(state, event, move.to(ctx)) : move.to };
    },
  };
}

/** A state called as a method of every object is (`constructor`) must not find that method. */
const own = (object: object, key: string): object | undefined => (Object.hasOwn(object, key) ? (object as Record<string, object>)[key] : undefined);

type NamedMove<Ctx, State extends string> = Move<Ctx, State> & { readonly from: string; readonly event: string };

function movesOf<Ctx, State extends string, Event extends string>(table: StateTable<Ctx, State, Event>): NamedMove<Ctx, State>[] {
  return Object.entries<Partial<Record<string, Move<Ctx, State>>>>(table).flatMap(([from, moves]) =>
    Object.entries(moves).flatMap(([event, move]) => (move ? [{ ...move, from, event }] : [])),
  );
}

function rowOf<Ctx, State extends string>({ from, event, to, by, when = [], needs = [] }: NamedMove<Ctx, State>): StateRow {
  const post = typeof by === 'function' ? [by.name] : [by].flat();
  return { from, event, to: typeof to === 'function' ? to.name : to, post, guard: when.map(({ code }) => code), needs };
}

function wrongPost<Ctx>({ by }: Move<Ctx>, ctx: Ctx, actorPosts: readonly Mover[]): Refusal | undefined {
  const allowed = [typeof by === 'function' ? by(ctx) : by].flat();
  if (allowed.some((post) => actorPosts.includes(post))) return undefined;
  const zh = allowed.map((post) => (post === 'system' ? '系统' : postNames[post])).join('、');
  return refuse('wrong-post', `此操作须由${zh}岗位办理`, `this is for the post ${allowed.join(', ')}`);
}

function missing<Ctx>({ needs = [] }: Move<Ctx>, input: Partial<Record<Need, string>>): Refusal | undefined {
  const lacking = needs.find((need) => !input[need]?.trim());
  if (!lacking) return undefined;
  const [zh, en] = NEED_WORDS[lacking];
  return refuse(`missing-${lacking}`, `请填写${zh}`, `this needs ${en}`);
}

function failing<Ctx>({ when = [] }: Move<Ctx>, ctx: Ctx): Refusal | undefined {
  const failed = when.find((condition) => !condition.holds(ctx));
  if (!failed) return undefined;
  const words = (text: Guard<Ctx>['zh']) => (typeof text === 'function' ? text(ctx) : text);
  return refuse(failed.code, words(failed.zh), words(failed.en));
}
