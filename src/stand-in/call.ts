/** One call of the API: what is asked, by which account, and where the answer is looked for. */

import { elements, type Params, text, tree, whole } from "./params.ts";
import { missing, noSuch, StandInRefusal } from "./refusal.ts";
import { type Book, idOf, KINDS, type Kind, type Shelves, type World } from "./world.ts";

export interface Call {
  world: World;
  /** The platform, or the connected account it acts for. */
  account: string;
  book: Book;
  params: Params;
  /** What stands for `:id` and `:other` in the path. */
  path: string[];
}

/** Answers at once: nothing can come between two steps of a call. */
export type Answering = (call: Call) => object;

/** "GET /v1/charges/:id" and what answers it. */
export type Routes = Record<string, Answering>;

/** The object that the path names. */
export function named<K extends Kind>({ book, path }: Call, kind: K, index = 0): Shelves[K] {
  const id = path[index] ?? "";
  const found = book[kind][id];
  if (!found) throw missing(kind, id);
  return found;
}

/** The object that a parameter names. */
export function meant<K extends Kind>(
  book: Book,
  kind: K,
  { id, param = kind }: { id: string; param?: string },
): Shelves[K] {
  const found = book[kind][id];
  if (!found) throw noSuch(kind, id, param);
  return found;
}

export interface ListOf<T> {
  object: "list";
  url: string;
  has_more: boolean;
  data: T[];
}

const PAGE = 10;

/** A page of a list, the newest first. */
export function page<T extends { id: string; created?: number }>(
  params: Params,
  url: string,
  oldestFirst: readonly T[],
): ListOf<T> {
  const created = tree(params, "created");
  const [from, after] = [whole(created, "gte"), whole(created, "gt")];
  const within = oldestFirst.filter(
    (one) => (one.created ?? 0) >= (from ?? 0) && (one.created ?? 0) > (after ?? -1),
  );
  const all = within.toReversed();
  const after0 = all.findIndex(({ id }) => id === text(params, "starting_after"));
  const limit = whole(params, "limit") ?? PAGE;
  if (limit < 1 || limit > 100) {
    throw new StandInRefusal(400, { code: "parameter_invalid_integer", message: "Invalid limit" });
  }
  const data = all.slice(after0 + 1, after0 + 1 + limit);
  return { object: "list", url, has_more: after0 + 1 + limit < all.length, data };
}

export const LISTING = "limit starting_after ending_before created";

/** A copy with what `expand[]` asks for put in place of its id. */
export function expanded(call: Call, answer: object): object {
  const copy = structuredClone(answer);
  for (const path of elements(call.params, "expand")) {
    if (typeof path === "string") expand(call.book, copy, path.split("."));
  }
  return copy;
}

function expand(book: Book, at: object, [name, ...rest]: string[]): void {
  if (name === undefined) return;
  for (const one of Array.isArray(at) ? at : [at]) {
    const value = Reflect.get(one, name);
    const object = typeof value === "string" ? findById(book, value) : value;
    if (typeof object !== "object" || object === null) continue;
    const copy = typeof value === "string" ? structuredClone(object) : object;
    Reflect.set(one, name, copy);
    expand(book, copy, rest);
  }
}

function findById(book: Book, id: string): object | null {
  for (const kind of KINDS) {
    const found = book[kind][id];
    if (found) return found;
  }
  return null;
}

/** Those of a kind whose field names this object. */
export function those<K extends Kind>(
  book: Book,
  kind: K,
  { field, id }: { field: keyof Shelves[K]; id: string | null },
): Shelves[K][] {
  const all = Object.values<Shelves[K]>(book[kind]);
  if (id === null) return all;
  return all.filter((one) => {
    const value: unknown = one[field];
    return typeof value === "string" ? value === id : idOf(asNamed(value)) === id;
  });
}

function asNamed(value: unknown): { id: string } | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  return { id: String(value.id) };
}
