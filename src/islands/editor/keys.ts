/** The keys of the editor. Tab is left alone, so that the keyboard always finds the way out. */
import { baseKeymap, chainCommands, createParagraphNear, exitCode } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { type Command, NodeSelection, type Plugin, TextSelection } from "prosemirror-state";
import {
  bold,
  bullets,
  code,
  codeBlock,
  heading,
  italic,
  numbers,
  paragraph,
  pullquote,
  quote,
  subheading,
} from "./acts.ts";
import { schema } from "./schema.ts";

const { nodes } = schema;

/** `toTitle` moves up out of the text, `link` opens the field for an address, `toolbar` goes to the buttons. */
export interface Ways {
  toTitle: () => void;
  link: Command;
  toolbar: Command;
}

export function keyPlugins({ toTitle, link, toolbar }: Ways): Plugin[] {
  const own: Record<string, Command> = {
    "Mod-z": undo,
    "Shift-Mod-z": redo,
    "Mod-y": redo,
    "Mod-b": bold.run,
    "Mod-i": italic.run,
    "Mod-e": code.run,
    "Mod-k": link,
    "Mod-Alt-0": paragraph,
    "Mod-Alt-2": heading.run,
    "Mod-Alt-3": subheading.run,
    "Mod-Alt-6": codeBlock.run,
    "Mod-Alt-8": quote.run,
    "Mod-Alt-9": pullquote.run,
    "Shift-Mod-7": numbers.run,
    "Shift-Mod-8": bullets.run,
    "Mod-]": sinkListItem(nodes.list_item),
    "Mod-[": liftListItem(nodes.list_item),
    "Alt-F10": toolbar,
    Enter: chainCommands(outOfCaption, splitListItem(nodes.list_item)),
    "Shift-Enter": chainCommands(exitCode, lineBreak),
    "Mod-Enter": chainCommands(exitCode, createParagraphNear),
    Backspace: chainCommands(undoInputRule, plainAgain),
    ArrowUp: upOut(toTitle),
  };
  return [keymap(own), keymap(baseKeymap)];
}

const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

/** Return in a caption goes on with the text under the picture. */
const outOfCaption: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.figure) return false;
  const after = $from.after();
  const next = state.doc.resolve(after).nodeAfter;
  const tr = state.tr;
  if (next?.type !== nodes.paragraph || next.content.size > 0) {
    tr.insert(after, nodes.paragraph.create());
  }
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
};

/**
 * Backspace at the start of a heading or the like makes it a paragraph before it joins anything; at
 * the start of a caption it takes hold of the picture.
 */
const plainAgain: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { type } = $from.parent;
  if (!empty || $from.parentOffset > 0 || type === nodes.paragraph) return false;
  if (type !== nodes.figure) return paragraph(state, dispatch);
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, $from.before())));
  return true;
};

function upOut(toTitle: () => void): Command {
  return (state, dispatch, view) => {
    const { $from, empty } = state.selection;
    const isTop = empty && $from.index(0) === 0 && $from.depth === 1;
    if (!isTop || (view && !view.endOfTextblock("up"))) return false;
    if (dispatch) toTitle();
    return true;
  };
}
