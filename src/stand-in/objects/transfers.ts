/** Transfers to connected accounts, and their reversals. */
import type Stripe from "stripe";
import { type Call, LISTING, meant, named, page, type Routes } from "../call.ts";
import { amount, metadata, needed, only, text } from "../params.ts";
import { invalid, StandInRefusal } from "../refusal.ts";
import { idOf, type World } from "../world.ts";
import { availableIn, enter } from "./balance.ts";
import { bareCharge } from "./charges.ts";

export const transferRoutes: Routes = {
  "POST /v1/transfers": createTransfer,
  "GET /v1/transfers/:id": (call) => named(call, "transfer"),
  "GET /v1/transfers": ({ book, params }) => {
    only(params, `${LISTING} destination transfer_group`);
    const [group, destination] = [text(params, "transfer_group"), text(params, "destination")];
    const fitting = Object.values(book.transfer).filter(
      (one) =>
        (group === null || one.transfer_group === group) &&
        (destination === null || idOf(one.destination) === destination),
    );
    return page(params, "/v1/transfers", fitting);
  },
  "POST /v1/transfers/:id/reversals": createReversal,
  "GET /v1/transfers/:id/reversals": (call) => named(call, "transfer").reversals,
};

function createTransfer({ world, account, book, params }: Call): Stripe.Transfer {
  only(params, "amount currency destination transfer_group metadata description");
  const wanted = amount(params);
  const currency = needed(params, "currency").toLowerCase();
  const destination = meant(book, "account", {
    id: needed(params, "destination"),
    param: "destination",
  });
  if (destination.capabilities?.transfers !== "active") {
    throw invalid(
      "Your destination account needs to have the transfers capability enabled.",
      "insufficient_capabilities_for_transfer",
    );
  }
  if (availableIn(world, account, currency) < wanted) {
    throw invalid("You have insufficient available funds in your account.", "balance_insufficient");
  }
  const transfer = transferOf(world, { amount: wanted, currency, destination: destination.id });
  transfer.transfer_group = text(params, "transfer_group");
  transfer.description = text(params, "description");
  transfer.metadata = metadata(params);
  const entry = { currency, source: transfer.id };
  const sent = enter(world, { ...entry, account, amount: -wanted, type: "transfer" });
  transfer.balance_transaction = sent.id;
  transfer.destination_payment = receive(world, transfer, destination.id);
  book.transfer[transfer.id] = transfer;
  world.emit("transfer.created", transfer);
  return transfer;
}

/** On the other side it is a payment, with an entry of its own. */
function receive(world: World, transfer: Stripe.Transfer, account: string): string {
  const payment = bareCharge(world, world.id("py"));
  payment.amount = transfer.amount;
  payment.amount_captured = transfer.amount;
  payment.currency = transfer.currency;
  payment.source_transfer = transfer.id;
  payment.transfer_group = transfer.transfer_group;
  payment.balance_transaction = enter(world, {
    account,
    amount: transfer.amount,
    currency: transfer.currency,
    type: "payment",
    source: payment.id,
    pendingDays: world.options.pendingDays > 0 ? 1 : 0,
  }).id;
  world.book(account).charge[payment.id] = payment;
  return payment.id;
}

function createReversal(call: Call): Stripe.TransferReversal {
  only(call.params, "amount metadata");
  const transfer = named(call, "transfer");
  const left = transfer.amount - transfer.amount_reversed;
  const wanted = text(call.params, "amount") === null ? left : amount(call.params);
  if (wanted === 0 || wanted > left) {
    throw invalid(`The amount (${wanted}) is greater than what is left to reverse (${left}).`);
  }
  const reversal = reverse(call.world, { transfer, amount: wanted, account: call.account });
  reversal.metadata = metadata(call.params);
  return reversal;
}

interface Reversing {
  transfer: Stripe.Transfer;
  amount: number;
  /** Whose transfer it was. */
  account: string;
}

function reverse(world: World, { transfer, amount: wanted, account }: Reversing) {
  const destination = idOf(transfer.destination) ?? "";
  if (availableIn(world, destination, transfer.currency) < wanted) {
    const message = "The recipient account has insufficient available funds for the reversal.";
    throw new StandInRefusal(400, { code: "balance_insufficient", message });
  }
  const reversal: Stripe.TransferReversal = {
    id: world.id("trr"),
    object: "transfer_reversal",
    amount: wanted,
    balance_transaction: null,
    created: world.now(),
    currency: transfer.currency,
    destination_payment_refund: null,
    metadata: {},
    source_refund: null,
    transfer: transfer.id,
  };
  const entry = { currency: transfer.currency, source: reversal.id };
  const type = "transfer_refund";
  reversal.balance_transaction = enter(world, { ...entry, account, amount: wanted, type }).id;
  enter(world, { ...entry, account: destination, amount: -wanted, type: "payment_refund" });
  transfer.amount_reversed += wanted;
  transfer.reversed = transfer.amount_reversed === transfer.amount;
  transfer.reversals.data.unshift(reversal);
  world.book(account).transfer_reversal[reversal.id] = reversal;
  world.emit("transfer.reversed", transfer);
  return reversal;
}

function transferOf(
  world: World,
  { destination, ...money }: { amount: number; currency: string; destination: string },
): Stripe.Transfer {
  const id = world.id("tr");
  return {
    id,
    object: "transfer",
    amount_reversed: 0,
    balance_transaction: null,
    created: world.now(),
    description: null,
    destination,
    livemode: false,
    metadata: {},
    reversals: {
      object: "list",
      data: [],
      has_more: false,
      url: `/v1/transfers/${id}/reversals`,
    },
    reversed: false,
    source_transaction: null,
    source_type: "card",
    transfer_group: null,
    ...money,
  };
}
