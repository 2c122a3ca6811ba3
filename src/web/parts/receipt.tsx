/** The sum behind a number: lines and their total. */
import type { ComponentChildren } from "preact";

export interface ReceiptLine {
  label: ComponentChildren;
  note?: ComponentChildren;
  amount: ComponentChildren;
}

export interface ReceiptProps {
  /** What is being reckoned, in a sentence. */
  caption: ComponentChildren;
  lines: readonly ReceiptLine[];
  total: { label: string; amount: ComponentChildren };
}

export function Receipt({ caption, lines, total }: ReceiptProps) {
  return (
    <table class="receipt numeric">
      <caption>{caption}</caption>
      <tbody>
        {lines.map(({ label, note, amount }, index) => (
          <tr key={index}>
            <th scope="row">
              {label}
              {note && <span class="note">{note}</span>}
            </th>
            <td>{amount}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total.label}</th>
          <td>{total.amount}</td>
        </tr>
      </tfoot>
    </table>
  );
}
