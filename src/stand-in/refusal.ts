/** What the stand-in answers instead of an object: an error of the API's own shape. */

export type RefusalType =
  | "invalid_request_error"
  | "card_error"
  | "api_error"
  | "idempotency_error";

/** `more` is put beside the message: `decline_code`, `payment_intent`, `charge`. */
export class StandInRefusal extends Error {
  readonly status: number;
  readonly type: RefusalType;
  readonly code: string | null;
  readonly more: Record<string, unknown>;

  constructor(
    status: number,
    { type = "invalid_request_error", code = null, message, ...more }: RefusalText,
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.more = more;
  }

  body(): { error: Record<string, unknown> } {
    const { type, code, message, more } = this;
    return { error: { type, ...(code ? { code } : {}), message, ...more } };
  }
}

interface RefusalText {
  type?: RefusalType;
  code?: string | null;
  message: string;
  [more: string]: unknown;
}

export function missing(what: string, id: string): StandInRefusal {
  const message = `No such ${what}: '${id}'`;
  return new StandInRefusal(404, { code: "resource_missing", message, param: "id" });
}

/** The object that a parameter names is not there: 400, where a path would be 404. */
export function noSuch(what: string, id: string, param: string): StandInRefusal {
  const message = `No such ${what}: '${id}'`;
  return new StandInRefusal(400, { code: "resource_missing", message, param });
}

export function invalid(message: string, code: string | null = null): StandInRefusal {
  return new StandInRefusal(400, { code, message });
}
