/** The demo's world: the house with a clock that is moved from event to event. */
import type { ReaderId, StoryId } from "../../core/ids.ts";
import { testBank } from "../../features/bank/test-bank.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { House } from "../open-house.ts";
import type { Calendar } from "./calendar.ts";
import { type Chance, chanceFrom } from "./chance.ts";
import type { DemoContent, DemoMember } from "./content.ts";

/** Any number does; another gives another community with the same shapes. */
const SEED = 20_261_120;

export interface DemoPerson {
  id: ReaderId;
  handle: string;
  name: string;
  /** Null for who does not pay. */
  member: DemoMember | null;
}

export interface DemoPublished {
  id: StoryId;
  key: string;
  slug: string;
  authorId: ReaderId;
  tags: string[];
  forMembers: boolean;
  readingSeconds: number;
  publishedAt: Date;
  /** How much better it goes than others; a few go very well. */
  appeal: number;
}

export interface World extends House {
  calendar: Calendar;
  content: DemoContent;
  chance: Chance;
  people: Map<string, DemoPerson>;
  stories: DemoPublished[];
  moveTo: (at: Date) => void;
}

export interface DemoEvent {
  at: Date;
  run: () => Promise<void>;
}

export function worldOf(house: House, calendar: Calendar, content: DemoContent): World {
  let now = calendar.now;
  const clock = () => now;
  return {
    ...house,
    clock,
    bank: testBank(house.db, clock),
    calendar,
    content,
    chance: chanceFrom(SEED),
    people: new Map(),
    stories: [],
    moveTo: (at) => {
      now = at;
    },
  };
}

/** A person as operations that ask for a viewer see them; nobody is signed in. */
export function viewerOf({ id, handle, name, member }: DemoPerson): Viewer {
  const isMember = member !== null;
  return {
    ...{ readerId: id, handle, name, role: "reader", isMember, isPartner: false },
    ...{ pictureKey: null, csrf: "" },
  };
}
