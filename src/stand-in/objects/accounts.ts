/** Connected accounts: who is paid, what they still have to say, and the pages where they say it. */
import type Stripe from "stripe";
import { type Call, LISTING, meant, named, page, type Routes } from "../call.ts";
import { metadata, needed, only, text, tree } from "../params.ts";
import { invalid } from "../refusal.ts";
import type { Book, World } from "../world.ts";

/** The numbers that test mode gives a meaning: paid, or sent back with a reason. */
export const BANK_ACCOUNTS: Record<string, string | null> = {
  "000123456789": null,
  "000111111116": "no_account",
  "000111111113": "account_closed",
  "000222222227": "insufficient_funds",
};

const LINK_SECONDS = 300;

const WANTED = ["external_account", "tos_acceptance.date", "tos_acceptance.ip"];

export const accountRoutes: Routes = {
  "POST /v1/accounts": createAccount,
  "GET /v1/accounts/:id": (call) => named(call, "account"),
  "GET /v1/accounts": ({ book, params }) => {
    only(params, LISTING);
    const all = Object.values(book.account).map((one) => ({ ...one, created: one.created ?? 0 }));
    return page(params, "/v1/accounts", all);
  },
  "POST /v1/account_links": createLink,
  "POST /v1/accounts/:id/login_links": (call) => {
    const account = named(call, "account");
    if (!account.details_submitted) throw invalid("This account has not finished its onboarding.");
    const { world } = call;
    const url = pageOf(world, account.id, `${world.options.origin}/`);
    return { object: "login_link", created: world.now(), url } satisfies Stripe.LoginLink;
  },
};

function createAccount({ world, book, params }: Call): Stripe.Account {
  only(params, "type country email capabilities metadata business_type settings");
  if (text(params, "type") !== "express") {
    throw invalid("This stand-in has connected accounts of the type express only.");
  }
  if (tree(tree(params, "capabilities"), "transfers").requested !== "true") {
    throw invalid("An account that is paid by transfers requests the capability transfers.");
  }
  const account = accountOf(world, {
    country: needed(params, "country"),
    email: text(params, "email"),
  });
  account.metadata = metadata(params);
  book.account[account.id] = account;
  world.emit("account.updated", account, account.id);
  return account;
}

function createLink({ world, book, params }: Call): Stripe.AccountLink {
  only(params, "account refresh_url return_url type");
  const account = meant(book, "account", { id: needed(params, "account") });
  needed(params, "type");
  needed(params, "refresh_url");
  return {
    object: "account_link",
    created: world.now(),
    expires_at: world.now() + LINK_SECONDS,
    url: pageOf(world, account.id, needed(params, "return_url")),
  };
}

/** The address of the page where its owner says where to pay, and is then led to `target`. */
function pageOf(world: World, account: string, target: string): string {
  const link = world.id("link");
  world.state.linkTargets[link] = target;
  return `${world.options.origin}/setup/e/${account}/${link}`;
}

/** Its owner has said everything: where to pay it, and that they agree. */
export function completeAccount(world: World, book: Book, wish: Completion): Stripe.Account {
  const account = meant(book, "account", { id: wish.account });
  if (!(wish.number in BANK_ACCOUNTS)) throw invalid("This is not a test account number.");
  const bank = bankAccountOf(world, account, wish.number);
  account.external_accounts = {
    object: "list",
    data: [bank],
    has_more: false,
    url: `/v1/accounts/${account.id}/external_accounts`,
  };
  account.details_submitted = true;
  account.payouts_enabled = true;
  account.charges_enabled = true;
  account.capabilities = { transfers: "active" };
  account.requirements = requirements([]);
  account.tos_acceptance = { date: world.now(), ip: "127.0.0.1", user_agent: null };
  world.emit("account.updated", account, account.id);
  return account;
}

interface Completion {
  account: string;
  number: string;
}

/** Why a payout to this account comes back; null when it does not. */
export function bankFault(account: Stripe.Account): string | null {
  const bank = account.external_accounts?.data[0];
  if (bank?.object !== "bank_account") return "no_account";
  const number = (bank.fingerprint ?? "").replace("standin_", "");
  return BANK_ACCOUNTS[number] ?? null;
}

function bankAccountOf(world: World, account: Stripe.Account, number: string): Stripe.BankAccount {
  return {
    id: world.id("ba"),
    object: "bank_account",
    account: account.id,
    account_holder_name: null,
    account_holder_type: "individual",
    account_type: null,
    bank_name: "STAND-IN BANK",
    country: account.country ?? "US",
    currency: account.default_currency ?? "usd",
    fingerprint: `standin_${number}`,
    last4: number.slice(-4),
    metadata: {},
    routing_number: "110000000",
    status: "new",
  };
}

function requirements(due: string[]): Stripe.Account.Requirements {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: due,
    disabled_reason: due.length > 0 ? "requirements.past_due" : null,
    errors: [],
    eventually_due: due,
    past_due: due,
    pending_verification: [],
  };
}

const CURRENCIES: Record<string, string> = {
  ...{ GB: "gbp", CA: "cad", CH: "chf", HU: "huf", JP: "jpy", US: "usd", SE: "sek", PL: "pln" },
  ...{ DK: "dkk", NO: "nok", CZ: "czk", RO: "ron", AU: "aud" },
};

function accountOf(
  world: World,
  { country, email }: { country: string; email: string | null },
): Stripe.Account {
  const id = world.id("acct");
  return {
    id,
    object: "account",
    business_profile: null,
    business_type: null,
    capabilities: { transfers: "inactive" },
    charges_enabled: false,
    country,
    created: world.now(),
    default_currency: CURRENCIES[country] ?? "eur",
    details_submitted: false,
    email,
    external_accounts: {
      object: "list",
      data: [],
      has_more: false,
      url: `/v1/accounts/${id}/external_accounts`,
    },
    metadata: {},
    payouts_enabled: false,
    requirements: requirements(WANTED),
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: "express",
  };
}
