/** What people did, as the simulation keeps it for itself: the model goes by this, not by the tables. */

export interface Reading {
  reader: number;
  story: number;
  day: number;
  seconds: number;
  /** Of these, those that may earn. */
  earning: number;
  /** The first instant of the day's reading, in milliseconds. */
  at: number;
}

export interface Follow {
  follower: number;
  followee: number;
  at: number;
  endedAt: number | null;
}

export interface Story {
  id: number;
  author: number;
  expectedSeconds: number;
  forMembers: boolean;
}

export interface Evidence {
  stories: Story[];
  /** Since when, by the partner. */
  partnersSince: Map<number, number>;
  readings: Reading[];
  views: { reader: number; story: number; day: number }[];
  claps: { reader: number; story: number; month: string; count: number }[];
  responses: { reader: number; story: number; at: number }[];
  /** In the order they were made. */
  follows: Follow[];
}

export function noEvidence(): Evidence {
  return {
    ...{ stories: [], readings: [], views: [], claps: [], responses: [], follows: [] },
    partnersSince: new Map(),
  };
}
