/**
 * Pictures on their way to the site. Until one has arrived its place is held by a sign that is no part
 * of the document, so that nothing half-done is ever saved; if it is refused, the sign says why and
 * keeps the file for another try.
 */
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { button, element } from "./elements.ts";
import { schema } from "./schema.ts";

export interface Uploaded {
  key: string;
  width: number;
  height: number;
}

export type UploadAnswer = { ok: true; picture: Uploaded } | { ok: false; text: string };

/** Sends one file; what it resolves to is what the site said, or why it could not be asked. */
export type Upload = (file: File) => Promise<UploadAnswer>;

type Change = { add: { id: object; at: number; dom: HTMLElement } } | { remove: object };

const plugin = new PluginKey<DecorationSet>("uploads");

export function uploadPlugin(upload: Upload): Plugin {
  return new Plugin<DecorationSet>({
    key: plugin,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, waiting) => changed(waiting.map(tr.mapping, tr.doc), tr),
    },
    props: {
      decorations: (state) => plugin.getState(state),
      handlePaste: (view, event) => {
        const files = picturesIn(event.clipboardData);
        // Programs that copy a table or a text put a picture of it beside it; the text is meant.
        const isText = /<(p|table|h\d|li|div)[\s>]/i.test(
          event.clipboardData?.getData("text/html") ?? "",
        );
        if (files.length === 0 || isText) return false;
        addPictures(view, files, upload, view.state.selection.from);
        return true;
      },
      handleDrop: (view, event) => {
        const files = picturesIn(event.dataTransfer);
        const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (files.length === 0 || !found) return false;
        event.preventDefault();
        addPictures(view, files, upload, found.pos);
        return true;
      },
    },
  });
}

/** Whether pictures are still on their way, or wait for another try. */
export function isUploading(view: EditorView): boolean {
  return (plugin.getState(view.state)?.find().length ?? 0) > 0;
}

/** One after another, in their order, from the end of the block that holds `position`. */
export function addPictures(
  view: EditorView,
  files: readonly File[],
  upload: Upload,
  position: number,
): void {
  const $at = view.state.doc.resolve(position);
  const at = $at.depth === 0 ? position : $at.after(1);
  void addInTurn(view, files, upload, at);
}

async function addInTurn(
  view: EditorView,
  files: readonly File[],
  upload: Upload,
  at: number,
): Promise<void> {
  const [first, ...rest] = files;
  if (!first) return;
  const end = await addPicture(view, first, upload, at);
  await addInTurn(view, rest, upload, end);
}

/** Resolves to where the next one goes. */
async function addPicture(
  view: EditorView,
  file: File,
  upload: Upload,
  at: number,
): Promise<number> {
  const id = {};
  const preview = URL.createObjectURL(file);
  const said = element("p", { class: "upload-said", role: "status" }, "Adding the picture…");
  const dom = element(
    "figure",
    { class: "figure-inset upload", contenteditable: "false" },
    element("img", { src: preview, alt: "" }),
    said,
  );
  view.dispatch(view.state.tr.setMeta(plugin, { add: { id, at, dom } } satisfies Change));
  const answer = await upload(file);
  if (answer.ok) {
    URL.revokeObjectURL(preview);
    return place(view, id, answer.picture) ?? at;
  }
  const again = () => {
    const spot = spotOf(view, id);
    remove(view, id);
    if (spot !== null) void addPicture(view, file, upload, spot);
  };
  said.replaceChildren(
    `Not added. ${answer.text} `,
    button("Try again", { class: "button text small" }, again),
    " ",
    button("Leave it out", { class: "button text small" }, () => remove(view, id)),
  );
  said.setAttribute("role", "alert");
  return spotOf(view, id) ?? at;
}

/** The position behind the picture; null when its place is gone. */
function place(view: EditorView, id: object, picture: Uploaded): number | null {
  const spot = spotOf(view, id);
  if (spot === null) return null;
  const tr = view.state.tr.setMeta(plugin, { remove: id } satisfies Change);
  const figure = schema.nodes.figure.create({ ...picture });
  const after = tr.doc.resolve(spot).nodeAfter;
  tr.insert(spot, after ? figure : [figure, schema.nodes.paragraph.create()]);
  const before = tr.doc.resolve(spot).nodeBefore;
  // The empty line on which the picture was asked for is where it stands now.
  if (before?.type === schema.nodes.paragraph && before.content.size === 0) {
    tr.delete(spot - before.nodeSize, spot);
  }
  view.dispatch(tr);
  return tr.mapping.map(spot);
}

function remove(view: EditorView, id: object): void {
  view.dispatch(view.state.tr.setMeta(plugin, { remove: id } satisfies Change));
}

function spotOf(view: EditorView, id: object): number | null {
  const [found] = plugin.getState(view.state)?.find(undefined, undefined, is(id)) ?? [];
  return found?.from ?? null;
}

const is = (id: object) => (spec: { id?: object }) => spec.id === id;

function changed(waiting: DecorationSet, tr: Transaction): DecorationSet {
  const change: Change | undefined = tr.getMeta(plugin);
  if (!change) return waiting;
  if ("remove" in change) {
    return waiting.remove(waiting.find(undefined, undefined, is(change.remove)));
  }
  const { at, dom, id } = change.add;
  return waiting.add(tr.doc, [Decoration.widget(at, dom, { id, side: 1, stopEvent: () => true })]);
}

function picturesIn(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}
