/** A row that is not as it should be. `offset` is where it begins in the bytes that were given. */
export class BadRow extends Error {
  readonly offset: number;

  constructor(offset: number, what: string) {
    super(what);
    this.offset = offset;
  }
}
