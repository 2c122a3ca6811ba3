/** The stand-in's own pages, where a test card or a test bank account is typed. */

import { BANK_ACCOUNTS, completeAccount } from "./objects/accounts.ts";
import { payAtPage } from "./objects/checkout-sessions.ts";
import type { TypedCard } from "./objects/customers.ts";
import { changeCard } from "./objects/portal-sessions.ts";
import { readParams, text } from "./params.ts";
import { StandInRefusal } from "./refusal.ts";
import { PLATFORM, type World } from "./world.ts";

export type PageReply = { html: string; status: number } | { to: string };

interface Visit {
  world: World;
  path: string[];
  /** What was typed, when a form was sent. */
  form: string | null;
}

type Visited = (visit: Visit) => PageReply;

const PAGES: { pattern: RegExp; visited: Visited }[] = [
  { pattern: /^\/pay\/c\/(\w+)$/, visited: checkoutPage },
  { pattern: /^\/p\/session\/(\w+)$/, visited: portalPage },
  { pattern: /^\/setup\/e\/(\w+)\/(\w+)$/, visited: onboardingPage },
];

/** Null when there is no page at this path. */
export function pageAt(world: World, path: string, form: string | null): PageReply | null {
  for (const { pattern, visited } of PAGES) {
    const match = pattern.exec(path);
    if (match) return visited({ world, path: match.slice(1), form });
  }
  return null;
}

const GONE: PageReply = { status: 404, html: frame("Nothing here", "<p>This page is over.</p>") };

function checkoutPage({ world, path, form }: Visit): PageReply {
  const session = world.book(PLATFORM).checkout_session[path[0] ?? ""];
  if (session?.status === "complete") return { to: backFrom(session.id, session.success_url) };
  if (session?.status !== "open") return GONE;
  const wish = `${formatted(session.amount_total ?? 0, session.currency ?? "usd")}`;
  const cancel = `<p><a href="${escaped(session.cancel_url ?? "")}">Back without paying</a></p>`;
  return tried(form, {
    work: (typed) => payAtPage(world, session, cardIn(typed)),
    to: backFrom(session.id, session.success_url),
    show: (fault) => frame(`Pay ${wish}`, `${fault}${cardForm(`Pay ${wish}`)}${cancel}`),
  });
}

function portalPage({ world, path, form }: Visit): PageReply {
  const session = world.book(PLATFORM).portal_session[path[0] ?? ""];
  if (!session) return GONE;
  return tried(form, {
    work: (typed) => changeCard(world, session.customer, cardIn(typed)),
    to: session.return_url ?? "/",
    show: (fault) => frame("Your card", `${fault}${cardForm("Keep this card")}`),
  });
}

function onboardingPage({ world, path, form }: Visit): PageReply {
  const [account = "", link = ""] = path;
  const to = world.state.linkTargets[link];
  if (to === undefined) return GONE;
  const options = Object.entries(BANK_ACCOUNTS)
    .map(([number, fault]) => `<option value="${number}">${number}: ${fault ?? "paid"}</option>`)
    .join("");
  return tried(form, {
    work: (typed) =>
      void completeAccount(world, world.book(PLATFORM), {
        account,
        number: text(readParams(typed), "number") ?? "",
      }),
    to,
    show: (fault) =>
      frame(
        "Where payouts go",
        `${fault}<form method="post"><label>Test bank account <select name="number">${options}</select></label><button>Done</button></form>`,
      ),
  });
}

interface Trying {
  work: (form: string) => void;
  /** Where it leads when it went well. */
  to: string;
  show: (fault: string) => string;
}

function tried(form: string | null, { work, to, show }: Trying): PageReply {
  if (form === null) return { status: 200, html: show("") };
  try {
    work(form);
    return { to };
  } catch (error) {
    if (!(error instanceof StandInRefusal)) throw error;
    return { status: 402, html: show(`<p role="alert">${escaped(error.message)}</p>`) };
  }
}

function cardIn(form: string): TypedCard {
  const typed = readParams(form);
  const [month = "", year = ""] = (text(typed, "expiry") ?? "").split("/");
  return {
    number: text(typed, "number") ?? "",
    expiryMonth: Number(month),
    expiryYear: 2000 + (Number(year) % 100),
  };
}

function cardForm(button: string): string {
  return `<form method="post">
<label>Card number <input name="number" inputmode="numeric" autocomplete="cc-number" value="4242 4242 4242 4242"></label>
<label>Expiry <input name="expiry" autocomplete="cc-exp" value="12/34"></label>
<label>Security code <input name="cvc" autocomplete="cc-csc" value="123"></label>
<button>${escaped(button)}</button></form>`;
}

function backFrom(id: string, url: string | null): string {
  return (url ?? "/").replace("{CHECKOUT_SESSION_ID}", id);
}

function formatted(amount: number, currency: string): string {
  const digits = ["jpy", "krw", "vnd", "clp"].includes(currency) ? 0 : 2;
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency.toUpperCase()}`;
}

function frame(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>body{font:1rem/1.5 system-ui;max-width:24rem;margin:3rem auto;padding:0 1rem}label,button{display:block;margin-block:1rem}input,select{display:block;inline-size:100%;font:inherit;padding:.4rem}</style>
<main><h1>${escaped(title)}</h1><p>A stand-in for a payment provider. No money moves.</p>${body}</main></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
