/** One case: what was found, both sides, what it was drawn from, the decision at the end. */
import { Page } from "../../../web/page.tsx";
import { CaseFile as Sides } from "../../../web/parts/case-file.tsx";
import { Day, Moment } from "../../../web/parts/day.tsx";
import { type Definition, Definitions } from "../../../web/parts/definitions.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { authorUrl } from "../../../web/parts/places.ts";
import { State } from "../../../web/parts/state.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { Appeal } from "../appeal-store.ts";
import type { Decided } from "../decision-store.ts";
import type { Stake } from "../money-store.ts";
import { CASES, caseUrl } from "../places.ts";
import type { Case, CaseFile, FileLine, Known } from "../store.ts";
import { CHANNEL_WORDS, count, namesOf, oneIn, plural } from "../words.ts";
import { evidenceAgainst, evidenceInFavour } from "./both-sides.tsx";
import { ChangeSection } from "./change-section.tsx";
import { DecisionSection } from "./decision-section.tsx";
import { FilesSection } from "./files-section.tsx";
import { findingOf } from "./finding.ts";
import { MembersSection } from "./members-section.tsx";
import { PairsSection } from "./pairs-section.tsx";
import { RaritySection } from "./rarity-section.tsx";
import { TiesGraph } from "./ties-graph.tsx";
import { TimelineSection } from "./timeline.tsx";

export interface CasePageProps {
  here: Case;
  file: CaseFile;
  /** All files, the latest first. */
  files: readonly FileLine[];
  people: ReadonlyMap<number, Known>;
  /** As it is now; what was at stake then stands in the file. */
  stake: Stake;
  decisions: readonly Decided[];
  appeals: readonly Appeal[];
  viewer: Viewer;
  /** A sentence on why what was asked was not done, and what was typed. */
  refused?: string | undefined;
  typed?: Record<string, string> | undefined;
}

export const STATES = {
  open: { is: "open", word: "To be decided" },
  proposed: { is: "open", word: "Waits for a second person" },
  decided: { is: "done", word: "Decided" },
  faded: { is: "done", word: "Faded" },
} as const;

export function CasePage(props: CasePageProps) {
  const { here, file, files, viewer, refused } = props;
  const { evidence } = file;
  const nameOf = namer(props.people);
  const lead = nameOf(evidence.accounts[0] ?? 0);
  const title = namesOf(evidence.accounts.slice(0, 3).map(nameOf), evidence.accounts.length);
  const state = STATES[here.state];
  const isLatest = files[0]?.number === file.number;
  return (
    <Page title={title} viewer={viewer} path={caseUrl(here.id)}>
      <PageHead
        kicker={<a href={CASES}>Cases</a>}
        title={title}
        lede={
          <>
            <State is={state.is}>{state.word}</State>. Opened on <Day at={here.openedAt} />, the
            evidence drawn on <Moment at={file.drawnAt} />.
          </>
        }
      />
      {refused && (
        <Notice tone="refused" title="Not done">
          {refused}
        </Notice>
      )}
      {!isLatest && (
        <Notice title="An earlier file">
          This is the evidence as it was then. <a href={caseUrl(here.id)}>The latest</a> is what is
          decided on.
        </Notice>
      )}
      <Figures {...props} />
      <Sides
        finding={<p>{findingOf(evidence, lead)}</p>}
        against={evidenceAgainst(evidence)}
        inFavour={evidenceInFavour(evidence)}
        exhibits={
          <>
            <RaritySection evidence={evidence} name={lead} />
            <section class="rule">
              <div class="two-columns">
                <section>
                  <h2>Who is tied to whom</h2>
                  <TiesGraph evidence={evidence} nameOf={nameOf} />
                </section>
                <ChangeSection evidence={evidence} />
              </div>
            </section>
            <PairsSection evidence={evidence} money={file.money} nameOf={nameOf} />
            <TimelineSection evidence={evidence} nameOf={nameOf} />
            <MembersSection evidence={evidence} people={props.people} />
          </>
        }
        decision={<DecisionSection {...props} />}
      />
      <FilesSection here={here} file={file} files={files} />
    </Page>
  );
}

/** A name for every account; who is gone is called by what is left. */
export function namer(people: ReadonlyMap<number, Known>): (id: number) => string {
  return (id) => people.get(id)?.name ?? `Account ${id}`;
}

function Figures({ file: { evidence, money }, stake, people }: CasePageProps) {
  const [first] = evidence.channels;
  const alone = evidence.accounts.length === 1 ? people.get(evidence.accounts[0] ?? 0) : undefined;
  const { currency } = money;
  const items: Definition[] = [
    {
      term: "Honest accounts like this",
      value: oneIn(evidence.surprise),
      note: first && `by ${CHANNEL_WORDS[first.channel].by}`,
    },
    {
      term: "Money at stake",
      value: <Money micros={stake.stakeMicros} currency={currency} />,
      note: "earned and not paid out",
    },
    {
      term: "Of it in escrow",
      value: <Money micros={stake.escrowMicros} currency={currency} />,
      note: "set aside until it is decided",
    },
    alone
      ? {
          term: "Followers",
          value: count(followersOf(evidence.members[0])),
          note: <a href={authorUrl(alone.handle)}>@{alone.handle}</a>,
        }
      : {
          term: "Accounts",
          value: count(evidence.accounts.length),
          note: plural(evidence.summary.pairs, "pair between them", "pairs between them"),
        },
  ];
  return <Definitions look="figures" items={items} />;
}

function followersOf(member: CaseFile["evidence"]["members"][number] | undefined): number {
  if (!member) return 0;
  const { earned, unproven, traded } = member.followers;
  return earned + unproven + traded;
}
