/** Who lives in the simulated community: what each person is like, in columns by place. */
import type { Chance } from "./chance.ts";

export const TOPICS = 24;

/** What is decided of a person; the rest is drawn. */
export interface Person {
  joined: number;
  author: boolean;
  member: boolean;
  /** How much of an ordinary life they lead here: 1, or 0 when they come only to trade. */
  living: number;
  /** Sessions a day while the person is about, before ups and downs. */
  sessionsPerDay: number;
  storiesPerDay: number;
  topic: number;
  /** Expected seconds of a story of theirs, in the middle. */
  storySeconds: number;
}

export class People {
  count = 0;
  readonly joined: number[] = [];
  readonly author: boolean[] = [];
  readonly member: boolean[] = [];
  readonly living: number[] = [];
  readonly sessionsPerDay: number[] = [];
  readonly storiesPerDay: number[] = [];
  readonly storySeconds: number[] = [];
  readonly topic: number[] = [];
  readonly secondTopic: number[] = [];
  /** How long the person takes for what others take a second for. */
  readonly pace: number[] = [];
  /** The hour of the day, in days, around which the person is here. */
  readonly hour: number[] = [];
  /** How likely each is after a story that pleased. */
  readonly clapping: number[] = [];
  readonly responding: number[] = [];
  readonly following: number[] = [];
  /** Claps given at a time: 1, a few or all 50. */
  readonly claps: number[] = [];
  /** How likely the person is to look at who followed them; and to follow back for politeness alone. */
  readonly looking: number[] = [];
  readonly polite: number[] = [];
  /** Whether the person is in a phase of coming often. */
  readonly about: boolean[] = [];
  /** Whom each follows, with the entries of these pairs in the same order. */
  readonly followees: number[][] = [];
  readonly ties: number[][] = [];
  /** The authors whose stories pleased each of late. */
  readonly liked: number[][] = [];
  /** Places among the stories. */
  readonly stories: number[][] = [];

  /** The place of a new person. */
  add(person: Person, chance: Chance): number {
    this.joined.push(person.joined);
    this.author.push(person.author);
    this.member.push(person.member);
    this.living.push(person.living);
    this.sessionsPerDay.push(person.sessionsPerDay);
    this.storiesPerDay.push(person.author ? person.storiesPerDay : 0);
    this.storySeconds.push(person.storySeconds);
    this.topic.push(person.topic);
    this.secondTopic.push(chance.below(TOPICS));
    this.#draw(chance);
    for (const list of [this.followees, this.ties, this.liked, this.stories]) list.push([]);
    return this.count++;
  }

  #draw(chance: Chance): void {
    // One in twelve skims: quick everywhere, and honest.
    this.pace.push(chance.is(0.08) ? chance.between(0.35, 0.6) : chance.logNormal(1, 0.22));
    this.hour.push((((0.75 + 0.2 * chance.normal()) % 1) + 1) % 1);
    this.clapping.push(chance.is(0.25) ? 0 : chance.next() ** 2 * 0.9);
    this.responding.push(Math.min(0.3, chance.logNormal(0.008, 1.2)));
    this.following.push(Math.min(1, chance.logNormal(0.2, 0.9)));
    const habit = chance.next();
    this.claps.push(habit < 0.5 ? 1 : habit < 0.85 ? chance.whole(2, 20) : 50);
    this.looking.push(chance.next() ** 2 * 0.5);
    this.polite.push(chance.is(0.08) ? chance.between(0.1, 0.5) : 0.01);
    this.about.push(chance.is(0.4));
  }
}

/** A person as most are, who joins at `joined`; about one in six writes, one in four pays. */
export function ordinaryPerson(chance: Chance, joined: number): Person {
  const author = chance.is(0.16);
  return {
    joined,
    author,
    member: chance.is(author ? 0.5 : 0.22),
    living: 1,
    sessionsPerDay: Math.min(3, chance.logNormal(author ? 0.16 : 0.07, 1.2)),
    storiesPerDay: Math.min(1, chance.logNormal(0.018, 1.1)),
    topic: popularTopic(chance),
    storySeconds: chance.logNormal(230, 0.35),
  };
}

/** Topics are not liked equally. */
export function popularTopic(chance: Chance): number {
  return Math.floor(chance.next() ** 1.6 * TOPICS);
}
