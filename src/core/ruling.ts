/** What the rules say of a request: its result, or the one reason it is refused. */
export type Ruling<Value, Refusal extends string> =
  | { ok: true; value: Value }
  | { ok: false; refusal: Refusal };

export const allow = <Value>(value: Value) => ({ ok: true, value }) as const;
export const refuse = <Refusal extends string>(refusal: Refusal) =>
  ({ ok: false, refusal }) as const;
