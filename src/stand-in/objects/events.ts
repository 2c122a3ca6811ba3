/** Events as they are kept, for whoever asks after them, and the clock of the tests. */
import type Stripe from "stripe";
import { type Call, LISTING, named, page, type Routes } from "../call.ts";
import { elements, needed, only, text } from "../params.ts";
import { invalid, missing } from "../refusal.ts";
import { type Happening, PLATFORM, type World } from "../world.ts";

export const eventRoutes: Routes = {
  "GET /v1/events/:id": (call) => {
    const found = happeningsOf(call).find(({ id }) => id === call.path[0]);
    if (!found) throw missing("event", call.path[0] ?? "");
    return found;
  },
  "GET /v1/events": (call) => {
    only(call.params, `${LISTING} type types`);
    const types = [text(call.params, "type"), ...elements(call.params, "types")].filter(
      (one) => one !== null,
    );
    const fitting = happeningsOf(call).filter(
      ({ type }) => types.length === 0 || types.includes(type),
    );
    return page(call.params, "/v1/events", fitting);
  },
  "POST /v1/test_helpers/test_clocks": createClock,
  "GET /v1/test_helpers/test_clocks/:id": (call) => named(call, "test_clock"),
  "POST /v1/test_helpers/test_clocks/:id/advance": (call) => {
    only(call.params, "frozen_time");
    const clock = named(call, "test_clock");
    clock.frozen_time = secondsOf(needed(call.params, "frozen_time"));
    call.world.advanceTo(clock.frozen_time);
    clock.status = "ready";
    call.world.emit("test_helpers.test_clock.ready", clock);
    return clock;
  },
};

function happeningsOf({ world, account }: Call): Happening[] {
  return world.state.happenings.filter((one) => (one.account ?? PLATFORM) === account);
}

/** There is one clock in this world, so every test clock is that one. */
function createClock({ world, book, params }: Call): Stripe.TestHelpers.TestClock {
  only(params, "frozen_time name");
  const frozen = secondsOf(needed(params, "frozen_time"));
  world.advanceTo(Math.max(frozen, world.now()));
  const clock = clockOf(world, frozen, text(params, "name"));
  book.test_clock[clock.id] = clock;
  return clock;
}

function clockOf(world: World, frozen: number, name: string | null): Stripe.TestHelpers.TestClock {
  return {
    id: world.id("clock"),
    object: "test_helpers.test_clock",
    created: world.now(),
    deletes_after: world.now() + 30 * 86_400,
    frozen_time: frozen,
    livemode: false,
    name,
    status: "ready",
    status_details: {},
  };
}

function secondsOf(value: string): number {
  if (!/^\d{9,11}$/.test(value)) throw invalid(`Invalid timestamp: ${value}`);
  return Number(value);
}
