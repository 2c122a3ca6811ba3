/** Products and their prices. */
import type Stripe from "stripe";
import { LISTING, meant, named, page, type Routes } from "../call.ts";
import { amount, metadata, needed, only, text, tree, whole } from "../params.ts";
import { invalid } from "../refusal.ts";
import { type Book, idOf, type World } from "../world.ts";

export const priceRoutes: Routes = {
  "POST /v1/products": ({ world, book, params }) => {
    only(params, "name description metadata");
    const product = productOf(world, needed(params, "name"));
    product.description = text(params, "description");
    product.metadata = metadata(params);
    book.product[product.id] = product;
    world.emit("product.created", product);
    return product;
  },
  "GET /v1/products/:id": (call) => named(call, "product"),
  "GET /v1/products": ({ book, params }) => {
    only(params, LISTING);
    return page(params, "/v1/products", Object.values(book.product));
  },
  "POST /v1/prices": ({ world, book, params }) => {
    only(params, "product unit_amount currency recurring metadata nickname");
    const product = meant(book, "product", { id: needed(params, "product") });
    const price = priceOf(world, product.id, {
      unitAmount: amount(params, "unit_amount"),
      currency: needed(params, "currency").toLowerCase(),
    });
    price.nickname = text(params, "nickname");
    price.metadata = metadata(params);
    const recurring = tree(params, "recurring");
    const interval = text(recurring, "interval");
    if (interval !== null) {
      price.type = "recurring";
      price.recurring = recurrence(interval, whole(recurring, "interval_count") ?? 1);
    }
    book.price[price.id] = price;
    world.emit("price.created", price);
    return price;
  },
  "GET /v1/prices/:id": (call) => named(call, "price"),
  "GET /v1/prices": ({ book, params }) => {
    only(params, `${LISTING} product`);
    const fitting = pricesOf(book, text(params, "product"));
    return page(params, "/v1/prices", fitting);
  },
};

function pricesOf(book: Book, product: string | null): Stripe.Price[] {
  return Object.values(book.price).filter(
    (one) => product === null || idOf(one.product) === product,
  );
}

function recurrence(interval: string, count: number): Stripe.Price.Recurring {
  if (interval !== "day" && interval !== "week" && interval !== "month" && interval !== "year") {
    throw invalid(`Invalid interval: ${interval}`);
  }
  return {
    interval,
    interval_count: count,
    meter: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}

function productOf(world: World, name: string): Stripe.Product {
  return {
    id: world.id("prod"),
    object: "product",
    active: true,
    created: world.now(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: world.now(),
    url: null,
  };
}

function priceOf(
  world: World,
  product: string,
  { unitAmount, currency }: { unitAmount: number; currency: string },
): Stripe.Price {
  return {
    id: world.id("price"),
    object: "price",
    active: true,
    billing_scheme: "per_unit",
    created: world.now(),
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: null,
  };
}
