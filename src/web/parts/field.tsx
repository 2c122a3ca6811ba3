/** Fields of a form: label, hint, control, and the error that stands at it. What was typed is kept. */
import { type ComponentChildren, h, type InputHTMLAttributes } from "preact";

export interface FieldProps {
  name: string;
  label: string;
  hint?: ComponentChildren;
  /** Why it was refused, as a sentence. */
  error?: string | undefined;
  value?: string | undefined;
  optional?: boolean;
  /** When two forms of a page share a name. Otherwise the name. */
  id?: string;
}

export interface TextFieldProps extends FieldProps {
  type?: "text" | "email" | "password" | "url" | "number" | "search" | "date" | "tel" | "file";
  autocomplete?: string;
  inputMode?: InputHTMLAttributes["inputMode"];
  maxLength?: number;
  min?: number | string;
  max?: number | string;
  /** For a file: the kinds taken. */
  accept?: string;
}

/** A password or a file is never sent back, so `value` is left out for them. */
export function TextField(props: TextFieldProps) {
  const { type = "text", autocomplete, inputMode, maxLength, min, max, accept } = props;
  const value = type === "password" || type === "file" ? undefined : props.value;
  const own = { type, autocomplete, inputMode, maxLength, min, max, accept, value };
  return <Field {...props}>{h("input", { ...control(props), ...own })}</Field>;
}

export function TextArea(props: FieldProps & { rows?: number; maxLength?: number }) {
  return (
    <Field {...props}>
      <textarea {...control(props)} rows={props.rows ?? 4} maxLength={props.maxLength}>
        {props.value}
      </textarea>
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField(props: FieldProps & { options: readonly Option[] }) {
  return (
    <Field {...props}>
      <select {...control(props)}>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value} selected={value === props.value}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Field({ children, ...props }: FieldProps & { children: ComponentChildren }) {
  const id = props.id ?? props.name;
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        {props.optional && <span class="optional"> (optional)</span>}
      </label>
      <Hint id={id} hint={props.hint} />
      {children}
      <FieldError id={id} error={props.error} />
    </div>
  );
}

function control(props: FieldProps) {
  const id = props.id ?? props.name;
  return { id, name: props.name, required: !props.optional, ...described(id, props) };
}

/** Ties a control to its hint and its error. */
export function described(id: string, { hint, error }: Pick<FieldProps, "hint" | "error">) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    "aria-describedby": ids || undefined,
    "aria-invalid": error ? ("true" as const) : undefined,
  };
}

export function Hint({ id, hint }: { id: string; hint: ComponentChildren }) {
  return hint ? (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null;
}

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return error ? (
    <p class="error" id={`${id}-error`}>
      {error}
    </p>
  ) : null;
}
