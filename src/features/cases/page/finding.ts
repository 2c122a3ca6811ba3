/** The finding of a case in one sentence, from the figures of its file. */
import type { CaseEvidence } from "../../../core/integrity/cases/snapshot.ts";
import { duration } from "../../../web/parts/day.tsx";
import { count, lasting, plural } from "../words.ts";

export function findingOf(evidence: CaseEvidence, name: string): string {
  switch (evidence.channel) {
    case "unread-engagement":
      return applause(evidence, name);
    case "mechanical-reading":
      return clockwork(evidence, name);
    case "circulation":
      return round(evidence, name);
    case "text":
      return texts(evidence, name);
    case "confirmed-distance":
      return `${subject(evidence, name, "stands", "stand")} close to accounts that were found to trade, and ${follows(evidence)}.`;
    default:
      return capital(trade(evidence, name));
  }
}

/** "Wil stands" or "The 12 accounts stand". */
function subject({ accounts }: CaseEvidence, name: string, one: string, many: string): string {
  return accounts.length === 1
    ? `${name} ${one}`
    : `The ${count(accounts.length)} accounts of this case ${many}`;
}

function trade(evidence: CaseEvidence, name: string): string {
  const { kind, summary, accounts } = evidence;
  if (summary.mutual === 0) return `${chain(evidence, name)}: ${follows(evidence)}.`;
  const returned =
    summary.medianLag === null
      ? ""
      : `, half of them answered within ${lasting(summary.medianLag)}`;
  const partners = summary.accounts - accounts.length;
  const who =
    kind === "account"
      ? `${name} and ${plural(partners, "other account", "other accounts")} followed each other`
      : `${plural(accounts.length, "account", "accounts")} followed one another`;
  return `${who}${returned}; ${follows(evidence)}.`;
}

function chain({ accounts, kind, summary }: CaseEvidence, name: string): string {
  if (kind === "account")
    return `${name} follows or is followed by ${plural(summary.accounts - 1, "account", "accounts")} that never read what they follow`;
  return `${plural(accounts.length, "account", "accounts")} follow in a chain, none of them back`;
}

/** "of 90 follows 88 were never read, though there were 611 occasions". */
function follows({ summary }: CaseEvidence): string {
  const { follows: all, unread, opportunities } = summary;
  const occasions =
    opportunities === 0
      ? ""
      : `, though there were ${plural(opportunities, "occasion", "occasions")}`;
  if (unread === all) return `none of the ${count(all)} follows came with any reading${occasions}`;
  return `of ${plural(all, "follow", "follows")} ${count(unread)} came without any reading${occasions}`;
}

function applause(evidence: CaseEvidence, name: string): string {
  const { claps, unreadClaps, responses } = evidence.summary;
  const words = responses === 0 ? "" : ` and ${plural(responses, "response", "responses")}`;
  return `${subject(evidence, name, "gave and got", "gave one another")} ${plural(claps, "clap", "claps")}${words}; ${count(unreadClaps)} of the claps were for what had hardly been opened.`;
}

function clockwork(evidence: CaseEvidence, name: string): string {
  const { opened, seconds, expectedSeconds } = evidence.summary;
  return `${subject(evidence, name, "reads", "read")} as a clock does: ${plural(opened, "story", "stories")} opened for ${duration(seconds)} in all, where reading takes ${duration(expectedSeconds)}.`;
}

function round(evidence: CaseEvidence, name: string): string {
  const { summary } = evidence;
  return `${subject(evidence, name, "gets back", "get back")} the attention that was given, through ${plural(summary.pairs, "pair", "pairs")} of accounts; ${follows(evidence)}.`;
}

function texts(evidence: CaseEvidence, name: string): string {
  const { offers } = evidence.favour;
  const offered =
    offers === 0
      ? "write the same words under many stories"
      : `offered to trade follows ${offers === 1 ? "once" : `${count(offers)} times`}`;
  const verb =
    offers === 0 && evidence.accounts.length === 1 ? offered.replace("write", "writes") : offered;
  return `${subject(evidence, name, verb, verb)}; ${follows(evidence)}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
