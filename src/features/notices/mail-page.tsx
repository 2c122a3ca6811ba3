/** The outbox, for the operator: what the site wrote to whom, and each letter's text. */
import { Page } from "../../web/page.tsx";
import { Moment } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { Pager } from "../../web/parts/pager.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { State } from "../../web/parts/state.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { Mail, MailLine, MailState } from "./store.ts";

export const OUTBOX = "/desk/mail";

interface OutboxPageProps {
  viewer: Viewer;
  lines: MailLine[];
  newer: string | null;
  older: string | null;
}

export function OutboxPage({ viewer, lines, newer, older }: OutboxPageProps) {
  return (
    <Page title="Outbox" viewer={viewer} path={OUTBOX}>
      <PageHead
        kicker={<a href={PLACES.desk}>Desk</a>}
        title="Outbox"
        lede="What the site has written to people. Without mail settings letters are kept here, and you can pass their links on."
      />
      <DeskTabs viewer={viewer} current={OUTBOX} />
      {lines.length === 0 ? (
        <EmptyState>Letters will be here once somebody joins or signs in.</EmptyState>
      ) : (
        <Table
          caption="Letters, the newest first"
          captionHidden
          columns={[
            { head: "Letter", cell: (line) => <LetterLine line={line} /> },
            { head: "State", cell: ({ state }) => <MailStateMark state={state} /> },
            { head: "Written", cell: ({ queuedAt }) => <Moment at={queuedAt} />, minor: true },
          ]}
          rows={lines}
          keyOf={({ id }) => id}
        />
      )}
      <Pager newer={newer} older={older} />
    </Page>
  );
}

function LetterLine({ line: { id, subject, recipient } }: { line: MailLine }) {
  return (
    <>
      <a href={mailUrl(id)}>{subject}</a>
      <br />
      <span class="small quiet">to {recipient}</span>
    </>
  );
}

/** The text alone: a letter's HTML is never shown inside our own pages. */
export function MailPage({ viewer, mail }: { viewer: Viewer; mail: Mail }) {
  const { subject, recipient, queuedAt, sentAt, state, failure, text } = mail;
  return (
    <Page title={subject} viewer={viewer} path={mailUrl(mail.id)}>
      <div class="column">
        <PageHead kicker={<a href={OUTBOX}>Outbox</a>} title={subject} />
        <Definitions
          items={[
            { term: "To", value: recipient },
            { term: "Written", value: <Moment at={queuedAt} /> },
            { term: "State", value: <MailStateMark state={state} />, note: failure ?? undefined },
            ...(sentAt ? [{ term: "Sent", value: <Moment at={sentAt} /> }] : []),
          ]}
        />
        <div class="stack serif">
          {text
            .trim()
            .split(/\n{2,}/)
            .map((paragraph) => (
              <p key={paragraph}>{linked(paragraph)}</p>
            ))}
        </div>
      </div>
    </Page>
  );
}

/** Words as they are, addresses as links. */
function linked(paragraph: string) {
  return paragraph.split(/(https?:\/\/\S+|\n)/).map((part, index) =>
    part === "\n" ? (
      <br key={index} />
    ) : /^https?:/.test(part) ? (
      <a key={index} href={part} rel="noreferrer nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

const STATES: Record<MailState, { is: "open" | "done" | "stopped"; word: string }> = {
  queued: { is: "open", word: "On its way" },
  sent: { is: "done", word: "Sent" },
  kept: { is: "done", word: "Kept here" },
  failed: { is: "stopped", word: "Not sent" },
};

function MailStateMark({ state }: { state: MailState }) {
  const { is, word } = STATES[state];
  return <State is={is}>{word}</State>;
}

function mailUrl(id: number): string {
  return `${OUTBOX}/${id}`;
}
