/** The evidence against and in favour, each as facts with what they mean. Both sides get the same care. */
import type { CaseEvidence, Part, TieEvidence } from "../../../core/integrity/cases/snapshot.ts";
import type { Evidence } from "../../../web/parts/case-file.tsx";
import { duration } from "../../../web/parts/day.tsx";
import { CHANNEL_WORDS, count, lasting, oneIn, percent, plural } from "../words.ts";

export function evidenceAgainst(evidence: CaseEvidence): Evidence[] {
  const { summary } = evidence;
  const found: Evidence[] = [];
  const [first] = evidence.channels;
  if (first && first.surprise > 0)
    found.push({
      fact: `Of honest accounts of the same age, activity and role, ${oneIn(first.surprise)} comes this far.`,
      note: `By ${CHANNEL_WORDS[first.channel].by}.`,
    });
  if (summary.unread > 0)
    found.push({
      fact: `${count(summary.unread)} of ${plural(summary.follows, "follow", "follows")} came without any reading, before or after.`,
      note:
        summary.opportunities > 0
          ? `${plural(summary.opportunities, "occasion", "occasions")} to read; ${plural(summary.opened, "story was", "stories were")} opened.`
          : undefined,
    });
  if (summary.mutual > 0 && summary.medianLag !== null)
    found.push({
      fact: `${count(summary.mutual)} of ${plural(summary.pairs, "pair", "pairs")} follow each other, half of them within ${lasting(summary.medianLag)}.`,
      note: "Mutual and fast alone is no sign of a trade: most honest ties are both.",
    });
  found.push(
    ...manyAtOnce(evidence),
    ...offers(evidence),
    ...applause(evidence),
    ...brief(evidence),
  );
  return found;
}

const tiesOf = ({ pairs }: CaseEvidence): TieEvidence[] =>
  pairs.flatMap(({ forth, back }) => [forth.tie, back.tie]).filter((tie) => tie !== null);

function manyAtOnce(evidence: CaseEvidence): Evidence[] {
  const ties = tiesOf(evidence);
  const many = ties.filter(({ reasons }) =>
    reasons.some(({ kind, weight }) => kind === "together" && weight > 0),
  );
  if (many.length === 0) return [];
  return [
    {
      fact: `${count(many.length)} of the ${count(ties.length)} follows shown were made with several others within twelve hours.`,
    },
  ];
}

function offers({ summary, favour }: CaseEvidence): Evidence[] {
  if (summary.offered === 0 && favour.offers === 0) return [];
  return [
    {
      fact:
        summary.offered > 0
          ? `${plural(summary.offered, "follow", "follows")} came after an offer to trade follows.`
          : `They offered to trade follows ${plural(favour.offers, "time", "times")}.`,
    },
  ];
}

function applause({ summary }: CaseEvidence): Evidence[] {
  if (summary.unreadClaps === 0) return [];
  return [
    {
      fact: `${count(summary.unreadClaps)} of ${plural(summary.claps, "clap", "claps")} were for an author whom the clapping reader has hardly read.`,
    },
  ];
}

function brief({ summary }: CaseEvidence): Evidence[] {
  const { opened, seconds, expectedSeconds } = summary;
  if (opened === 0 || seconds * 2 >= expectedSeconds) return [];
  return [
    {
      fact: `What they opened of each other was left after ${percent(seconds, expectedSeconds)} of the time it takes.`,
      note: `${duration(seconds)} where reading takes ${duration(expectedSeconds)}.`,
    },
  ];
}

/** Never empty: whoever decides must see who these people are besides. */
export function evidenceInFavour(evidence: CaseEvidence): Evidence[] {
  const { favour } = evidence;
  const found: Evidence[] = [];
  if (favour.alsoLooksLike)
    found.push({
      fact: `It also looks like ${favour.alsoLooksLike}.`,
      note: "Such groups follow one another at once and honestly; ask before you decide.",
    });
  if (favour.outsideReaders > 0)
    found.push({
      fact: `${plural(favour.outsideReaders, "person", "people")} outside this case ${favour.outsideReaders === 1 ? "has" : "have"} read them.`,
    });
  found.push(...readFacts(favour.followersRead, favour.followsRead, favour.insideRead));
  if (favour.outsideCredit >= 1)
    found.push({
      fact: `They themselves read ${plural(Math.floor(favour.outsideCredit), "whole story", "whole stories")} of authors outside this case.`,
    });
  if (favour.stories > 0)
    found.push({ fact: `They have published ${plural(favour.stories, "story", "stories")}.` });
  if (favour.paying.part > 0) found.push({ fact: payingFact(favour.paying) });
  found.push({ fact: ageFact(evidence) });
  if (favour.offers === 0) found.push({ fact: "No response of theirs offers to trade anything." });
  return found;
}

function readFacts(followers: Part, follows: Part, inside: Part): Evidence[] {
  const found: Evidence[] = [];
  if (inside.part > 0)
    found.push({
      fact: `${count(inside.part)} of ${plural(inside.of, "tie", "ties")} within the case ${inside.part === 1 ? "is" : "are"} read.`,
    });
  if (followers.part > 0)
    found.push({
      fact: `${percent(followers.part, followers.of)} of their followers have read them.`,
      note: `${count(followers.part)} of ${count(followers.of)}.`,
    });
  if (follows.part > 0)
    found.push({
      fact: `${percent(follows.part, follows.of)} of those they follow, they read.`,
      note: `${count(follows.part)} of ${count(follows.of)}.`,
    });
  return found;
}

function payingFact({ part, of }: Part): string {
  if (of === 1) return "The account pays dues.";
  return part === of ? "All of them pay dues." : `${count(part)} of ${count(of)} pay dues.`;
}

function ageFact({ favour, accounts }: CaseEvidence): string {
  if (accounts.length === 1) return `The account is ${lasting(favour.oldestDays)} old.`;
  return `Half of the accounts are older than ${lasting(favour.medianDays)}, the oldest ${lasting(favour.oldestDays)}.`;
}
