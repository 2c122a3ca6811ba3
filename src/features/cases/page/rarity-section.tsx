/** How rare this is among honest accounts: a picture for each way that stands out, a table of all. */
import type { CaseEvidence } from "../../../core/integrity/cases/snapshot.ts";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import { CHANNEL_WORDS, count, oneIn, plural } from "../words.ts";
import { Histogram, shortFigure } from "./histogram.tsx";

/** Pictures only of what one honest account in twenty comes to. */
const SHOWN_FROM = Math.log(20);
const PICTURES_MAX = 6;

export function RaritySection({ evidence, name }: { evidence: CaseEvidence; name: string }) {
  const { channels } = evidence;
  const shown = channels
    .filter(({ surprise, bins }) => surprise >= SHOWN_FROM && bins.length > 0)
    .slice(0, PICTURES_MAX);
  const usual = channels.length - shown.length;
  const compared = channels[0]?.compared ?? 0;
  return (
    <section class="rule">
      <h2>How rare this is</h2>
      <p>
        Against {plural(compared, "honest account", "honest accounts")}
        {channels[0]?.isAlike
          ? " of the same age, activity and role. "
          : "; too few are of the same age, activity and role. "}
        {shown.length > 0 &&
          "The tall line is the account that stands out most, the short ones are others of the case; from the dotted line on a person looks. What is rarer than one among those compared is reckoned from how their tail falls off. "}
        {usual > 0 &&
          `In ${usual === channels.length ? "every way" : plural(usual, "other way", "other ways")} it is like most accounts.`}
      </p>
      {shown.length > 0 && (
        <div class="histograms">
          {shown.map((channel) => (
            <figure key={channel.channel}>
              <figcaption>
                <strong>{CHANNEL_WORDS[channel.channel].name}</strong>
                <span class="quiet small">{CHANNEL_WORDS[channel.channel].counts}</span>
              </figcaption>
              <Histogram channel={channel} name={name} />
            </figure>
          ))}
        </div>
      )}
      <Unfold summary="All eight ways in figures">
        <Table
          caption="All eight ways in figures"
          captionHidden
          rows={channels}
          keyOf={({ channel }) => channel}
          columns={[
            { head: "Way", cell: ({ channel }) => CHANNEL_WORDS[channel].name },
            { head: "Value", cell: ({ value }) => shortFigure(value), numeric: true },
            {
              head: "Looked at from",
              cell: ({ lookedAtFrom }) => (lookedAtFrom === null ? "–" : shortFigure(lookedAtFrom)),
              numeric: true,
              minor: true,
            },
            {
              head: "Compared",
              cell: ({ compared }) => count(compared),
              numeric: true,
              minor: true,
            },
            {
              head: "How rare",
              cell: ({ surprise }) => (surprise === 0 ? "as most" : oneIn(surprise)),
              numeric: true,
            },
          ]}
        />
      </Unfold>
    </section>
  );
}
