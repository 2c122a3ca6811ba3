/** Choices of a form: one box to tick, or one of several. */
import type { ComponentChildren } from "preact";
import { described, FieldError, Hint } from "./field.tsx";

export interface CheckboxProps {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | undefined;
  checked?: boolean;
  /** What is sent when it is ticked. */
  value?: string;
  id?: string;
}

export function Checkbox(props: CheckboxProps) {
  const { name, label, hint, error, checked, value = "on", id = name } = props;
  return (
    <div class="choice">
      <input type="checkbox" {...{ id, name, value, checked }} {...described(id, props)} />
      <label for={id}>{label}</label>
      <Hint id={id} hint={hint} />
      <FieldError id={id} error={error} />
    </div>
  );
}

export interface Choice {
  value: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
}

export interface RadioGroupProps {
  name: string;
  legend: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  value?: string | undefined;
  choices: readonly Choice[];
}

export function RadioGroup(props: RadioGroupProps) {
  const { name, legend, hint, error, value, choices } = props;
  return (
    <fieldset class="field choices" {...described(name, props)}>
      <legend>{legend}</legend>
      <Hint id={name} hint={hint} />
      {choices.map((choice) => (
        <Radio key={choice.value} name={name} checked={choice.value === value} choice={choice} />
      ))}
      <FieldError id={name} error={error} />
    </fieldset>
  );
}

function Radio({ name, checked, choice }: { name: string; checked: boolean; choice: Choice }) {
  const id = `${name}-${choice.value}`;
  return (
    <div class="choice">
      <input
        type="radio"
        {...{ id, name, checked }}
        value={choice.value}
        {...described(id, { hint: choice.hint })}
      />
      <label for={id}>{choice.label}</label>
      <Hint id={id} hint={choice.hint} />
    </div>
  );
}
