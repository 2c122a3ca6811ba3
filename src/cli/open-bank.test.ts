import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/support/database.ts";
import { checkoutOf } from "../../test/support/stripe.ts";
import type { StripeConfig } from "../config.ts";
import { type Database, openDatabase, sql } from "../store/db.ts";
import { openBank } from "./open-bank.ts";

const NOW = new Date("2026-10-15T12:00:00Z");
const STRIPE: StripeConfig = {
  secretKey: "sk_test_1",
  webhookSecrets: ["whsec_1"],
  // Nobody answers there: what is asked is written down all the same.
  apiUrl: "http://127.0.0.1:9",
  isLive: false,
};
const LIVE: StripeConfig = { ...STRIPE, secretKey: "sk_live_1", apiUrl: null, isLive: true };

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 4 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const open = (stripe: StripeConfig | null) => openBank(db, () => NOW, stripe);

describe("the bank of a house", () => {
  it("is any, before money moved", async () => {
    expect(await open(null)).toMatchObject({ isTest: true });
    expect(await open(STRIPE)).toMatchObject({ isTest: true, hosted: expect.anything() });
    expect(await open(LIVE)).toMatchObject({ isTest: false });
  });

  it("is the test bank for good once its money is in the books", async () => {
    const bank = await open(null);
    const card = { number: "4242 4242 4242 4242", expiry: "05/39", cvc: "123" };
    await bank.charge({ key: "test:1", micros: 5_000_000n, currency: "USD", card });
    await expect(open(STRIPE)).rejects.toThrow(/hold money of the test bank/);
    await expect(open(LIVE)).rejects.toThrow(/real money into them/);
    expect(await open(null)).toMatchObject({ isTest: true });
    await db.run(sql`delete from test_bank_request`);
  });

  it("does not go from test secrets to live ones, nor back", async () => {
    const bank = await open(STRIPE);
    const page = await bank.hosted?.checkout(checkoutOf("test:2", 5_000_000n));
    expect(page).toEqual({ state: "unknown" });
    await expect(open(LIVE)).rejects.toThrow(/hold money of Stripe’s test mode/);
    await expect(open(null)).rejects.toThrow(/money of the test bank into them/);
    expect(await open(STRIPE)).toMatchObject({ isTest: true });
    await db.run(sql`update bank_request set is_live = true`);
    await expect(open(STRIPE)).rejects.toThrow(/hold real money/);
    expect(await open(LIVE)).toMatchObject({ isTest: false });
  });
});
