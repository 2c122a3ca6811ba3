/**
 * The simulated community while it is lived: people, stories, what happened so far, what is planned.
 *
 * Instants are days from the opening of the site. All acts go through the verbs here, of honest people
 * and of others, and become rows of events; what an act was for is kept apart, as truth.
 */
import { secondsMaxOf } from "../../../src/core/reading/attention.ts";
import type { Chance } from "./chance.ts";
import { Floats, Ints } from "./columns.ts";
import { Pairs } from "./pairs.ts";
import { People, type Person } from "./people.ts";
import { type AttackKind, type Group, type GroupKind, HONEST } from "./truth.ts";

/** How many stories of a topic, and readings of them, a wanderer can come upon. */
const POOL = 400;

/** Places of stories, of which the oldest is forgotten when a new one comes. */
export class Pool {
  readonly #stories: number[] = [];
  #next = 0;

  add(story: number): void {
    this.#stories[this.#next] = story;
    this.#next = (this.#next + 1) % POOL;
  }

  /** One of them, or -1. */
  any(chance: Chance): number {
    return this.#stories.length === 0 ? -1 : this.#stories[chance.below(this.#stories.length)]!;
  }
}

export type Hook = (story: number, at: number) => void;
type Act = { at: number; run: (at: number) => void };

export class World {
  readonly people = new People();
  readonly pairs = new Pairs();
  readonly stories = {
    author: new Ints(),
    published: new Floats(),
    expectedSeconds: new Floats(),
    topic: new Ints(),
    quality: new Floats(),
    place: new Ints(),
  };
  readonly follows = {
    follower: new Ints(),
    followee: new Ints(),
    at: new Floats(),
    unfollowedAt: new Floats(),
    traded: new Ints(),
  };
  readonly reads = {
    reader: new Ints(),
    story: new Ints(),
    at: new Floats(),
    seconds: new Floats(),
    coverage: new Floats(),
  };
  readonly claps = { reader: new Ints(), story: new Ints(), at: new Floats(), count: new Floats() };
  readonly responses = { reader: new Ints(), story: new Ints(), at: new Floats() };
  readonly texts: string[] = [];
  readonly shown = { reader: new Ints(), story: new Ints(), at: new Floats() };
  readonly label: number[] = [];
  readonly group: number[] = [];
  readonly groups: Group[] = [];
  readonly collusive = new Map<number, Map<number, number>>();
  readonly published = new Map<number, Hook[]>();
  /** By topic: stories published of late, and stories as often as they were read of late. */
  readonly recent: Pool[] = [];
  readonly popular: Pool[] = [];
  /** People whose reading is not recorded, because they let no scripts run. */
  readonly unseen = new Set<number>();
  /** Whether newcomers are shown whom they could follow. */
  suggests = true;
  readonly days: number;
  readonly chance: Chance;
  readonly #planned: Act[][] = [];

  constructor(chance: Chance, days: number, topics: number) {
    this.chance = chance;
    this.days = days;
    for (let day = 0; day < days; day++) this.#planned.push([]);
    for (let topic = 0; topic < topics; topic++) {
      this.recent.push(new Pool());
      this.popular.push(new Pool());
    }
  }

  /** Has `run` done at that instant; what would come after the last day is left out. */
  plan(at: number, run: (at: number) => void): void {
    if (at >= 0) this.#planned[Math.floor(at)]?.push({ at, run });
  }

  /** Does what is planned for the day, and what that leads to within it. */
  doPlanned(day: number): void {
    const acts = this.#planned[day]!;
    acts.sort((a, b) => a.at - b.at);
    for (let next = 0; next < acts.length; next++) acts[next]!.run(acts[next]!.at);
    this.#planned[day] = [];
  }

  person(person: Person, chance = this.chance): number {
    this.label.push(HONEST);
    this.group.push(-1);
    return this.people.add(person, chance);
  }

  /** The place of a new group without members. */
  newGroup(kind: AttackKind | GroupKind, attack: boolean): number {
    return this.groups.push({ kind, attack, members: [] }) - 1;
  }

  enrol(account: number, group: number, label = HONEST): void {
    this.label[account] = label;
    this.group[account] = group;
    this.groups[group]!.members.push(account);
  }

  collude(from: number, to: number, group: number): void {
    const known = this.collusive.get(from);
    if (known) known.set(to, group);
    else this.collusive.set(from, new Map([[to, group]]));
  }

  /** Calls `hook` whenever the author publishes. */
  whenPublished(author: number, hook: Hook): void {
    const hooks = this.published.get(author);
    if (hooks) hooks.push(hook);
    else this.published.set(author, [hook]);
  }

  publish(author: number, at: number, expectedSeconds: number): number {
    const { stories, people } = this;
    const story = stories.author.length;
    const topic = this.chance.is(0.85) ? people.topic[author]! : people.secondTopic[author]!;
    stories.author.push(author);
    stories.published.push(at);
    stories.expectedSeconds.push(Math.max(30, Math.round(expectedSeconds)));
    stories.topic.push(topic);
    stories.quality.push(Math.min(1, Math.max(0.05, 0.5 + 0.2 * this.chance.normal())));
    stories.place.push(people.stories[author]!.length);
    people.stories[author]!.push(story);
    this.recent[topic]!.add(story);
    for (const hook of this.published.get(author) ?? []) hook(story, at);
    return story;
  }

  isFollowing(from: number, to: number): boolean {
    const entry = this.pairs.find(from, to);
    return entry >= 0 && this.pairs.follow.values[entry]! >= 0;
  }

  /** Nothing happens to who follows already, or themselves, or is not there yet. */
  follow(
    from: number,
    to: number,
    at: number,
    tie: { affinity: number; traded?: boolean },
  ): boolean {
    const { people, pairs, follows } = this;
    if (from === to || at < people.joined[from]! || at < people.joined[to]!) return false;
    const entry = pairs.of(from, to);
    if (pairs.follow.values[entry]! >= 0) return false;
    pairs.follow.values[entry] = follows.at.length;
    pairs.affinity.values[entry] = tie.affinity;
    if (pairs.lastShown.values[entry]! < 0)
      pairs.lastShown.values[entry] = people.stories[to]!.length - 3;
    follows.follower.push(from);
    follows.followee.push(to);
    follows.at.push(at);
    follows.unfollowedAt.push(Number.POSITIVE_INFINITY);
    follows.traded.push(tie.traded ? 1 : 0);
    people.followees[from]!.push(to);
    people.ties[from]!.push(entry);
    return true;
  }

  unfollow(from: number, to: number, at: number): void {
    const entry = this.pairs.find(from, to);
    const row = entry < 0 ? -1 : this.pairs.follow.values[entry]!;
    if (row < 0 || this.follows.at.values[row]! >= at) return;
    this.follows.unfollowedAt.values[row] = at;
    this.pairs.follow.values[entry] = -1;
    const followees = this.people.followees[from]!;
    const ties = this.people.ties[from]!;
    const place = followees.indexOf(to);
    for (const list of [followees, ties]) {
      list[place] = list.at(-1)!;
      list.pop();
    }
  }

  show(reader: number, story: number, at: number): void {
    this.shown.reader.push(reader);
    this.shown.story.push(story);
    this.shown.at.push(at);
  }

  /** Seconds as the house counts them: whole, and no more than one and a half times the reading time. */
  read(
    reader: number,
    story: number,
    at: number,
    dwell: { seconds: number; coverage: number },
  ): void {
    if (this.unseen.has(reader)) return;
    const secondsMax = secondsMaxOf(this.stories.expectedSeconds.values[story]!);
    this.reads.reader.push(reader);
    this.reads.story.push(story);
    this.reads.at.push(at);
    this.reads.seconds.push(Math.max(1, Math.min(secondsMax, Math.round(dwell.seconds))));
    this.reads.coverage.push(Math.round(Math.min(1, Math.max(0.02, dwell.coverage)) * 100) / 100);
  }

  clap(reader: number, story: number, at: number, count: number): void {
    this.claps.reader.push(reader);
    this.claps.story.push(story);
    this.claps.at.push(at);
    this.claps.count.push(count);
  }

  respond(reader: number, story: number, at: number, text: string): void {
    this.responses.reader.push(reader);
    this.responses.story.push(story);
    this.responses.at.push(at);
    this.texts.push(text);
  }

  /** The place of a story of the author that is out at that instant, a newer one more likely; or -1. */
  storyBy(author: number, at: number, chance: Chance): number {
    const stories = this.people.stories[author]!;
    for (let tries = 0; tries < 4 && stories.length > 0; tries++) {
      const story = stories[stories.length - 1 - Math.floor(chance.next() ** 2 * stories.length)]!;
      if (this.stories.published.values[story]! < at) return story;
    }
    return -1;
  }
}
