import { afterAll, beforeAll, describe, it } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type Arena, openArena } from "./arena.ts";
import { playSeed } from "./play.ts";

let database: TestDatabase;
let arena: Arena;
beforeAll(async () => {
  database = await testDatabase();
  arena = await openArena(database.config, database.application);
});
afterAll(async () => {
  await arena.close();
  await database.drop();
});

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);

describe("a site that is used, lied to and killed", () => {
  // `npm run simulate` plays thousands.
  it.each(SEEDS)("has its books and every share right to the micro, by seed %i", async (seed) => {
    await playSeed(arena, seed);
  });
});
