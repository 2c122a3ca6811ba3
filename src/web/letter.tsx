/** Letters: what the site sends by mail, as text and as HTML made from the same lines. */
import { renderToString } from "preact-render-to-string";
import { enqueue } from "../jobs/queue.ts";
import type { Tx } from "../store/db.ts";

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A paragraph, or a link on a line of its own. */
export type Line = string | { label: string; href: string };

export function letterOf(subject: string, lines: readonly Line[]): Letter {
  return {
    subject: subject.replace(/\s+/g, " "),
    text: `${lines.map(lineText).join("\n\n")}\n`,
    html: `<!doctype html>${renderToString(<LetterPage subject={subject} lines={lines} />)}`,
  };
}

/** Sent once for each `key`, however often this is called with it. */
export async function postLetter(tx: Tx, key: string, to: string, letter: Letter): Promise<void> {
  await enqueue(tx, "send-mail", { key, to, ...letter });
}

function lineText(line: Line): string {
  return typeof line === "string" ? line : `${line.label}:\n${line.href}`;
}

function LetterPage({ subject, lines }: { subject: string; lines: readonly Line[] }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
      </head>
      <body>
        {lines.map((line) => (
          <p key={lineText(line)}>
            {typeof line === "string" ? line : <a href={line.href}>{line.label}</a>}
          </p>
        ))}
      </body>
    </html>
  );
}
