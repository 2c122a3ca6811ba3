/** Every kind of honest group, and how many there are in a community of 13,000. */
import type { Gathering } from "../gathering.ts";
import type { GroupKind } from "../truth.ts";
import { household, reformedTraders, superfan, viralBurst } from "./readers.ts";
import { classCohort, publicationStaff, topicTeam, writersCircle } from "./writers.ts";

export const GATHERING: Record<GroupKind, { run: (gathering: Gathering) => void; count: number }> =
  {
    "writers-circle": { run: writersCircle, count: 8 },
    "class-cohort": { run: classCohort, count: 5 },
    "publication-staff": { run: publicationStaff, count: 6 },
    superfan: { run: superfan, count: 60 },
    "viral-burst": { run: viralBurst, count: 3 },
    household: { run: household, count: 50 },
    "topic-team": { run: topicTeam, count: 6 },
    "reformed-trader": { run: reformedTraders, count: 6 },
  };
