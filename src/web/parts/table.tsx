/** Rows and columns. */
import type { ComponentChildren } from "preact";
import { classes } from "./classes.ts";

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** Figures: aligned at the end, all digits of one width. */
  numeric?: boolean;
  /** Left out on a phone; what it says must stand elsewhere too. */
  minor?: boolean;
}

export interface TableProps<Row> {
  caption: string;
  /** The caption only for screen readers, where a heading says it already. */
  captionHidden?: boolean;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** What unfolds under a row, across all columns. */
  under?: (row: Row) => ComponentChildren;
  /** Sums: each a name and one cell for every column but the first. */
  foot?: readonly { label: string; cells: readonly ComponentChildren[] }[];
  /** Money: a line before the sum, two under the last. */
  ledger?: boolean;
  /** Said when there are no rows. */
  empty?: string;
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden, columns, rows, keyOf, ledger, empty } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table-frame" aria-label={caption} tabIndex={0}>
      <table class={classes("table", ledger && "ledger")}>
        <caption class={captionHidden ? "vh" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" class={kind(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Lines key={keyOf(row)} row={row} props={props} />
          ))}
          {rows.length === 0 && empty && (
            <tr>
              <td class="none" colSpan={columns.length}>
                {empty}
              </td>
            </tr>
          )}
        </tbody>
        <Foot {...props} />
      </table>
    </section>
  );
}

function Lines<Row>({ row, props }: { row: Row; props: TableProps<Row> }) {
  const under = props.under?.(row);
  return (
    <>
      <tr>
        {props.columns.map((column, index) =>
          index === 0 ? (
            <th key={column.head} scope="row">
              {column.cell(row)}
            </th>
          ) : (
            <td key={column.head} class={kind(column)}>
              {column.cell(row)}
            </td>
          ),
        )}
      </tr>
      {under && (
        <tr class="receipt-row">
          <td colSpan={props.columns.length}>{under}</td>
        </tr>
      )}
    </>
  );
}

function Foot<Row>({ columns, foot }: TableProps<Row>) {
  if (!foot) return null;
  return (
    <tfoot>
      {foot.map(({ label, cells }) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          {columns.slice(1).map((column, index) => (
            <td key={column.head} class={kind(column)}>
              {cells[index]}
            </td>
          ))}
        </tr>
      ))}
    </tfoot>
  );
}

function kind({ numeric, minor }: { numeric?: boolean; minor?: boolean }): string | undefined {
  return classes(numeric && "numeric", minor && "minor");
}
