/** What can be done to the text, for keys and buttons alike: each act with its name and whether it is on. */
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import type { MarkType, Node, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, TextSelection } from "prosemirror-state";
import { schema } from "./schema.ts";

const { nodes, marks } = schema;

export interface Act {
  /** As a button says it. */
  label: string;
  /** As a screen reader and a tooltip say it, with its key. */
  title: string;
  run: Command;
  isOn: (state: EditorState) => boolean;
}

export const bold: Act = markAct("B", "Bold (Ctrl+B)", marks.strong);
export const italic: Act = markAct("I", "Italic (Ctrl+I)", marks.em);
export const code: Act = markAct("Code", "Code (Ctrl+E)", marks.code);

export const heading: Act = blockAct("Heading", "Heading (Ctrl+Alt+2)", nodes.heading, 2);
export const subheading: Act = blockAct(
  "Small heading",
  "Small heading (Ctrl+Alt+3)",
  nodes.heading,
  3,
);
export const pullquote: Act = blockAct("Pull quote", "Pull quote (Ctrl+Alt+9)", nodes.pullquote);
export const codeBlock: Act = blockAct("Code block", "Code block (Ctrl+Alt+6)", nodes.code_block);

export const quote: Act = {
  label: "Quote",
  title: "Quote (Ctrl+Alt+8)",
  run: (state, dispatch) =>
    isWithin(state, nodes.blockquote)
      ? lift(state, dispatch)
      : wrapIn(nodes.blockquote)(state, dispatch),
  isOn: (state) => isWithin(state, nodes.blockquote),
};

export const bullets: Act = listAct("List", "List (Ctrl+Shift+8)", nodes.bullet_list);
export const numbers: Act = listAct("Numbers", "Numbered list (Ctrl+Shift+7)", nodes.ordered_list);

export const separator: Act = {
  label: "Separator",
  title: "Separator (three hyphens)",
  run: (state, dispatch) => {
    const { $from } = state.selection;
    if ($from.depth === 0) return false;
    const from = onEmptyLine(state) ? $from.before(1) : $from.after(1);
    const tr = state.tr.replaceWith(from, $from.after(1), [
      nodes.separator.create(),
      nodes.paragraph.create(),
    ]);
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, from + 2)).scrollIntoView());
    return true;
  },
  isOn: () => false,
};

export const paragraph: Command = setBlockType(nodes.paragraph);

function markAct(label: string, title: string, type: MarkType): Act {
  return { label, title, run: toggleMark(type), isOn: (state) => hasMark(state, type) };
}

/** On a block that is of this kind already it makes a paragraph again. */
function blockAct(label: string, title: string, type: NodeType, level?: number): Act {
  const isThis = (node: Node) =>
    node.type === type && (level === undefined || node.attrs.level === level);
  const isOn = (state: EditorState) => isThis(state.selection.$from.parent);
  return {
    label,
    title,
    run: (state, dispatch) =>
      isOn(state)
        ? paragraph(state, dispatch)
        : setBlockType(type, level === undefined ? null : { level })(state, dispatch),
    isOn,
  };
}

function listAct(label: string, title: string, type: NodeType): Act {
  const isOn = (state: EditorState) => isWithin(state, type);
  return {
    label,
    title,
    run: (state, dispatch) =>
      isOn(state)
        ? liftListItem(nodes.list_item)(state, dispatch)
        : wrapInList(type)(state, dispatch),
    isOn,
  };
}

export function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

export function isWithin(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === type) return true;
  }
  return false;
}

/** The caret stands in an empty paragraph of the text itself, where something may be put in. */
export function onEmptyLine({ selection }: EditorState): boolean {
  const { $from, empty } = selection;
  return (
    empty &&
    $from.depth === 1 &&
    $from.parent.type === nodes.paragraph &&
    $from.parent.content.size === 0
  );
}
