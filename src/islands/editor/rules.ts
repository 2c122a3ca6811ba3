/** What typing turns into form: Markdown's signs, real quotes and dashes. */
import {
  ellipsis,
  emDash,
  InputRule,
  inputRules,
  smartQuotes,
  textblockTypeInputRule,
  wrappingInputRule,
} from "prosemirror-inputrules";
import type { Attrs, MarkType } from "prosemirror-model";
import { type EditorState, type Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { isSafeHref } from "../../core/stories/grammar.ts";
import { schema } from "./schema.ts";

const { nodes, marks } = schema;

type Handler = (
  state: EditorState,
  match: RegExpMatchArray,
  start: number,
  end: number,
) => Transaction | null;

export function typingRules(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(##?#?)\s$/, nodes.heading, (match) => ({
        level: match[1] === "###" ? 3 : 2,
      })),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
      wrappingInputRule(/^(\d{1,6})\.\s$/, nodes.ordered_list, startOf, continues),
      textblockTypeInputRule(/^```([a-z0-9+#.-]{0,30})\s$/, nodes.code_block, (match) => ({
        language: match[1] || null,
      })),
      separatorRule(),
      marked(/(?:^|[^*])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, marks.strong),
      marked(/(?:^|[^*])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/, marks.em),
      marked(/(?:^|[^\w_])(_([^_\s](?:[^_]*[^_\s])?)_)$/, marks.em),
      marked(/(?:^|[^`])(`([^`]+)`)$/, marks.code),
      linkRule(),
      ...smartQuotes,
      ellipsis,
      emDash,
    ],
  });
}

const startOf = (match: RegExpMatchArray): Attrs => ({ start: Number(match[1]) });

/** "4." after a list of three goes on with that list. */
function continues(match: RegExpMatchArray, list: { childCount: number; attrs: Attrs }): boolean {
  return list.childCount + list.attrs.start === Number(match[1]);
}

/** Three hyphens (the first two are a dash by then) or asterisks alone are a separator. */
function separatorRule(): InputRule {
  return new InputRule(/^(?:---|—-|\*\*\*)$/, (state, _match, start) => {
    const $start = state.doc.resolve(start);
    if ($start.parent.type !== nodes.paragraph) return null;
    const [from, to] = [$start.before(), $start.after()];
    const tr = state.tr.replaceWith(from, to, [nodes.separator.create(), nodes.paragraph.create()]);
    return tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1)));
  });
}

/** The first group is the text with its signs, the second without. */
function marked(pattern: RegExp, type: MarkType): InputRule {
  const apply: Handler = (state, match, start, end) => {
    const [whole, signed, text] = match;
    if (!signed || !text || !state.doc.resolve(start).parent.type.allowsMarkType(type)) return null;
    const from = start + whole.length - signed.length;
    const opening = signed.indexOf(text);
    const close = from + opening + text.length;
    const tr = state.tr;
    // The sign typed last is not in the document yet; what there is of the closing one goes.
    if (close < end) tr.delete(close, end);
    tr.delete(from, from + opening);
    tr.addMark(from, from + text.length, type.create());
    return tr.removeStoredMark(type);
  };
  return new InputRule(pattern, apply, { inCodeMark: false });
}

/** `[words](https://…)`. */
function linkRule(): InputRule {
  return new InputRule(/\[([^\]]+)\]\(([^)\s]+)\)$/, (state, match, start, end) => {
    const [, words, href] = match;
    if (!words || !isSafeHref(href)) return null;
    const tr = state.tr.replaceWith(start, end, schema.text(words, [marks.link.create({ href })]));
    return tr.removeStoredMark(marks.link);
  });
}
