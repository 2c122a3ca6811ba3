/** Title and subtitle: fields that look like the story's head. */

type Name = "title" | "subtitle";

const NAMES = ["title", "subtitle"] as const;

export class Titles {
  readonly #fields: Record<Name, HTMLTextAreaElement>;

  constructor(form: HTMLFormElement, changed: () => void, toText: () => void) {
    this.#fields = { title: fieldIn(form, "title"), subtitle: fieldIn(form, "subtitle") };
    for (const name of NAMES) {
      const field = this.#fields[name];
      field.addEventListener("input", () => {
        if (field.value.includes("\n")) field.value = field.value.replace(/\s*\n\s*/g, " ");
        grow(field);
        changed();
      });
      field.addEventListener("keydown", (event) => this.#onKey(event, name, toText));
      grow(field);
    }
    if (this.#fields.title.value === "") this.#fields.title.focus();
  }

  read(): Record<Name, string> {
    return { title: this.#fields.title.value, subtitle: this.#fields.subtitle.value };
  }

  write(values: Record<Name, string>): void {
    for (const name of NAMES) {
      this.#fields[name].value = values[name];
      grow(this.#fields[name]);
    }
  }

  focusLast(): void {
    const { subtitle } = this.#fields;
    subtitle.focus();
    subtitle.setSelectionRange(subtitle.value.length, subtitle.value.length);
  }

  /** Return and the arrow down go on to what stands below. */
  #onKey(event: KeyboardEvent, name: Name, toText: () => void): void {
    const { value, selectionEnd } = this.#fields[name];
    const isEnd = event.key === "ArrowDown" && selectionEnd === value.length;
    if (event.isComposing || (event.key !== "Enter" && !isEnd)) return;
    event.preventDefault();
    if (name === "title") this.#fields.subtitle.focus();
    else toText();
  }
}

function fieldIn(form: HTMLFormElement, name: Name): HTMLTextAreaElement {
  const field = form.querySelector<HTMLTextAreaElement>(`textarea[name=${name}]`);
  if (!field) throw new Error(`the page has a field for the ${name}`);
  return field;
}

/** As high as its text, where the browser does not do so by itself. */
function grow(field: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}
