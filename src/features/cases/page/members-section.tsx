/** The accounts of a case, and those beside it: who they are, and what kinds of tie they have. */
import type {
  CaseEvidence,
  MemberEvidence,
  TieCounts,
} from "../../../core/integrity/cases/snapshot.ts";
import { Day } from "../../../web/parts/day.tsx";
import { authorUrl } from "../../../web/parts/places.ts";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Known } from "../store.ts";
import { count, instantOf, oneIn, plural } from "../words.ts";

export interface MembersProps {
  evidence: CaseEvidence;
  people: ReadonlyMap<number, Known>;
}

export function MembersSection({ evidence, people }: MembersProps) {
  const { members, accounts } = evidence;
  const shown = members.filter(({ inCase }) => inCase).length;
  return (
    <section class="rule">
      <h2>The accounts</h2>
      <Table
        caption="The accounts"
        captionHidden
        rows={members}
        keyOf={({ id }) => id}
        columns={[
          {
            head: "Account",
            cell: (member) => <Name member={member} known={people.get(member.id)} />,
          },
          { head: "Joined", cell: ({ joined }) => <Day at={instantOf(joined)} />, minor: true },
          { head: "Role", cell: role, minor: true },
          {
            head: "Followers",
            cell: ({ followers }) => <Ties counts={followers} />,
            numeric: true,
          },
          {
            head: "Follows",
            cell: ({ follows }) => <Ties counts={follows} />,
            numeric: true,
            minor: true,
          },
          {
            head: "How rare",
            cell: ({ surprise }) => (surprise < 3 ? "as most" : oneIn(surprise)),
            numeric: true,
          },
        ]}
      />
      <p class="quiet small">
        Ties are counted as earned, unproven and traded. Those beside the case are in the picture
        for their ties with it, and are not decided about.
      </p>
      {accounts.length > shown && (
        <Unfold summary={plural(accounts.length - shown, "more account", "more accounts")}>
          <p>
            {accounts
              .slice(shown)
              .map((id) => people.get(id)?.name ?? `Account ${id}`)
              .join(", ")}
          </p>
        </Unfold>
      )}
    </section>
  );
}

function Name({ member, known }: { member: MemberEvidence; known: Known | undefined }) {
  return (
    <>
      {known ? <a href={authorUrl(known.handle)}>{known.name}</a> : `Account ${member.id}`}
      {!member.inCase && <span class="quiet"> beside the case</span>}
    </>
  );
}

function role({ pays, writes }: MemberEvidence): string {
  if (pays && writes) return "member, author";
  return pays ? "member" : writes ? "author" : "reader";
}

function Ties({ counts: { earned, unproven, traded } }: { counts: TieCounts }) {
  const said = `${count(earned)} earned, ${count(unproven)} unproven, ${count(traded)} traded`;
  return (
    <>
      <span aria-hidden="true">
        <span class="earned">{count(earned)}</span> · {count(unproven)} ·{" "}
        <span class="held">{count(traded)}</span>
      </span>
      <span class="vh">{said}</span>
    </>
  );
}
