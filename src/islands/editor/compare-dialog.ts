/** Two versions of a story side by side, and the choice between them. */
import { Node } from "prosemirror-model";
import type { Copy } from "./autosave.ts";
import { type Pair, pairsOf } from "./differences.ts";
import { button, element } from "./elements.ts";
import { schema } from "./schema.ts";

export type Choice = "left" | "right" | "both";

export interface Question {
  title: string;
  text: string;
  left: { name: string; copy: Copy };
  right: { name: string; copy: Copy };
  labels: Record<Choice, string>;
}

/** Resolves when one is chosen; it cannot be closed without choosing, since neither may be lost. */
export function compare(host: HTMLElement, question: Question): Promise<Choice> {
  return new Promise((resolve) => {
    const dialog = element("dialog", { class: "compare", "aria-labelledby": "compare-title" });
    const choose = (choice: Choice) => () => {
      dialog.close();
      dialog.remove();
      resolve(choice);
    };
    const { labels } = question;
    const pairs = pairsOf(textsOf(question.left.copy), textsOf(question.right.copy));
    const isFormOnly = pairs.every(({ isSame }) => isSame);
    dialog.append(
      element("h2", { id: "compare-title" }, question.title),
      element("p", {}, question.text, isFormOnly ? ` ${FORM_ONLY}` : ""),
      table(question, pairs),
      element(
        "p",
        { class: "actions" },
        button(labels.left, { class: "button" }, choose("left")),
        button(labels.right, { class: "button frame" }, choose("right")),
        button(labels.both, { class: "button text" }, choose("both")),
      ),
    );
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    host.append(dialog);
    dialog.showModal();
  });
}

const FORM_ONLY = "The words are the same; they differ in form, such as bold, links or pictures.";

function table({ left, right }: Question, pairs: readonly Pair[]): HTMLElement {
  const heads = [left.name, right.name].map((name) => element("th", { scope: "col" }, name));
  const rows = pairs.map((pair) =>
    element(
      "tr",
      pair.isSame ? {} : { class: "differs" },
      cell(pair.left, pair.isSame),
      cell(pair.right, pair.isSame),
    ),
  );
  return element(
    "div",
    { class: "compare-frame", tabindex: "0", role: "region", "aria-label": "Both versions" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows),
    ),
  );
}

function cell(text: string | null, isSame: boolean): HTMLElement {
  if (text === null) return element("td", { class: "none" }, "–");
  return isSame ? element("td", {}, text) : element("td", {}, element("mark", {}, text));
}

/** Title, subtitle, and each block's text, with a word for what has none. */
function textsOf({ title, subtitle, document }: Copy): string[] {
  const texts = [title || "Untitled", subtitle];
  Node.fromJSON(schema, document).forEach((block) => {
    const text = block.textBetween(0, block.content.size, "\n");
    texts.push(block.type === schema.nodes.figure ? `Picture: ${text || block.attrs.alt}` : text);
  });
  return texts.filter((text) => text !== "");
}
