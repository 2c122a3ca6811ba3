/** Departures: this request goes nowhere. Routes throw them; `errors.tsx` makes them pages. */

export class NotFound extends Error {}

/** Nobody is signed in, and somebody must be. */
export class Unauthorized extends Error {}

/** Somebody is signed in, and may not. */
export class Forbidden extends Error {}

/** What came cannot be understood; the message says what, to the one who sent it. */
export class Malformed extends Error {}

/** Too much was tried; `seconds` until it may be tried again. */
export class TooMany extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`too many tries; again in ${seconds} s`);
    this.seconds = seconds;
  }
}
