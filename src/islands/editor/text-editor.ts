/** The text of the story with a caret in it: ProseMirror, set up for our grammar. */
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { Node } from "prosemirror-model";
import { EditorState, Plugin } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { button, element } from "./elements.ts";
import { FigureView } from "./figure-view.ts";
import { keyPlugins } from "./keys.ts";
import { typingRules } from "./rules.ts";
import { schema } from "./schema.ts";
import { Toolbar } from "./toolbar.ts";
import { addPictures, type Upload, uploadPlugin } from "./uploads.ts";

export interface TextEditorWishes {
  document: unknown;
  upload: Upload;
  changed: () => void;
  toTitle: () => void;
}

export class TextEditor {
  readonly view: EditorView;
  readonly #toolbar: Toolbar;

  /** Takes the place of what `host` holds. */
  constructor(host: HTMLElement, wishes: TextEditorWishes) {
    const place = element("div", { class: "prose" });
    host.replaceChildren(place);
    this.view = new EditorView(
      { mount: place },
      {
        state: this.#stateOf(wishes),
        nodeViews: { figure: (node, view, position) => new FigureView(node, view, position) },
        attributes: {
          class: "prose",
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": "Text",
          "aria-description": "Alt+F10 goes to the toolbar.",
        },
        dispatchTransaction: (transaction) => {
          this.view.updateState(this.view.state.apply(transaction));
          this.#toolbar.update();
          if (transaction.docChanged) wishes.changed();
        },
        handleDOMEvents: {
          focus: () => this.#toolbar.updateSoon(),
          blur: () => this.#toolbar.updateSoon(),
        },
      },
    );
    this.#toolbar = new Toolbar(this.view, () => this.#pickPicture(wishes.upload));
    host.append(this.#toolbar.dom, this.#pictureButton(wishes.upload));
  }

  get document(): unknown {
    return this.view.state.doc.toJSON();
  }

  /** Puts another document in the place of this one; undo brings this one back. */
  replace(document: unknown): void {
    const { tr, doc } = this.view.state;
    const other = Node.fromJSON(schema, document);
    this.view.dispatch(tr.replaceWith(0, doc.content.size, other.content));
  }

  #stateOf({ document, upload, toTitle }: TextEditorWishes): EditorState {
    return EditorState.create({
      doc: Node.fromJSON(schema, document),
      plugins: [
        typingRules(),
        ...keyPlugins({
          toTitle,
          link: (_state, dispatch) => (dispatch ? this.#toolbar.openLink() : true),
          toolbar: (_state, dispatch) => {
            if (dispatch) this.#toolbar.focus();
            return true;
          },
        }),
        history(),
        dropCursor({ class: "drop-cursor", color: false }),
        gapCursor(),
        uploadPlugin(upload),
        invitation(),
        chosenFigure(),
      ],
    });
  }

  /** A button at the end of the text, for whoever does not look for the toolbar. */
  #pictureButton(upload: Upload): HTMLElement {
    const pick = () => this.#pickPicture(upload);
    return element(
      "p",
      { class: "add-picture" },
      button("Add a picture", { class: "button text small" }, pick),
    );
  }

  #pickPicture(upload: Upload): void {
    const input = element("input", {
      type: "file",
      accept: "image/jpeg,image/png,image/gif,image/webp,image/avif",
      multiple: true,
    });
    input.addEventListener("change", () => {
      addPictures(this.view, [...(input.files ?? [])], upload, this.view.state.selection.from);
      this.view.focus();
    });
    input.click();
  }
}

/** What stands in an empty text until something is written. */
function invitation(): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) => {
        const only = doc.childCount === 1 ? doc.firstChild : null;
        if (only?.type !== schema.nodes.paragraph || only.content.size > 0) return null;
        const sign = { class: "waiting", "data-placeholder": "Tell your story." };
        return DecorationSet.create(doc, [Decoration.node(0, only.nodeSize, sign)]);
      },
    },
  });
}

/** Marks the picture whose caption is being written. */
function chosenFigure(): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc, selection: { $from } }) => {
        if ($from.parent.type !== schema.nodes.figure) return null;
        const around = Decoration.node($from.before(), $from.after(), { class: "chosen" });
        return DecorationSet.create(doc, [around]);
      },
    },
  });
}
