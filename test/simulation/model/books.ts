/** The model's books: what each account holds, debits less credits. Nothing here can fail to balance. */

export class Books {
  readonly #accounts = new Map<string, bigint>();

  /** "2210 7" is the account 2210 of partner 7. */
  move(debit: string, credit: string, micros: bigint): void {
    if (micros === 0n) return;
    this.#add(debit, micros);
    this.#add(credit, -micros);
  }

  /** What was put there, for accounts that grow by credits. */
  owed(account: string): bigint {
    return -(this.#accounts.get(account) ?? 0n);
  }

  get accounts(): ReadonlyMap<string, bigint> {
    return this.#accounts;
  }

  #add(account: string, micros: bigint): void {
    this.#accounts.set(account, (this.#accounts.get(account) ?? 0n) + micros);
  }
}
