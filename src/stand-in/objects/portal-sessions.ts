/** Sessions of the billing portal: a page where a customer changes the card that is kept. */
import type Stripe from "stripe";
import { type Call, meant, type Routes } from "../call.ts";
import { needed, only, text } from "../params.ts";
import { PLATFORM, type World } from "../world.ts";
import { attach, keepCard, type TypedCard } from "./customers.ts";

export const portalRoutes: Routes = {
  "POST /v1/billing_portal/sessions": createPortal,
};

function createPortal({ world, book, params }: Call): Stripe.BillingPortal.Session {
  only(params, "customer return_url flow_data");
  const customer = meant(book, "customer", { id: needed(params, "customer") });
  const id = world.id("bps");
  const session: Stripe.BillingPortal.Session = {
    id,
    object: "billing_portal.session",
    configuration: "bpc_standin",
    created: world.now(),
    customer: customer.id,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: text(params, "return_url"),
    url: `${world.options.origin}/p/session/${id}`,
  };
  book.portal_session[id] = session;
  return session;
}

/** From now on this card is charged. */
export function changeCard(world: World, customerId: string, typed: TypedCard): void {
  const book = world.book(PLATFORM);
  const customer = meant(book, "customer", { id: customerId });
  const method = keepCard(world, book, typed);
  attach(world, method, customer);
  customer.invoice_settings.default_payment_method = method.id;
  world.emit("customer.updated", customer);
}
