/** What the parts promise beyond their looks. */
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { initials } from "./avatar.tsx";
import { RadioGroup } from "./choice.tsx";
import { duration, monthName } from "./day.tsx";
import { TextField } from "./field.tsx";
import { Money, money } from "./money.tsx";
import { Notice } from "./notice.tsx";
import { signInUrl } from "./places.ts";
import { PostForm } from "./post-form.tsx";
import { Table } from "./table.tsx";

describe("a field", () => {
  it("keeps what was typed, and is tied to its hint and its error", () => {
    const html = renderToString(
      <TextField
        name="account"
        label="Account"
        hint="As printed."
        error="Too short."
        value="a<b"
      />,
    );
    expect(html).toContain('value="a&lt;b"');
    expect(html).toContain('aria-describedby="account-hint account-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('id="account-hint"');
    expect(html).toContain('id="account-error"');
    expect(html).toContain('<label for="account">');
  });

  it("never sends a password back", () => {
    const html = renderToString(
      <TextField name="password" label="Password" type="password" value="correct horse" />,
    );
    expect(html).not.toContain("correct horse");
  });

  it("is required unless it says that it is optional", () => {
    expect(renderToString(<TextField name="a" label="A" />)).toContain(" required");
    const optional = renderToString(<TextField name="a" label="A" optional />);
    expect(optional).not.toContain(" required");
    expect(optional).toContain("(optional)");
  });
});

describe("a choice of one", () => {
  it("has the chosen one checked and no other", () => {
    const choices = ["month", "year"].map((value) => ({ value, label: value }));
    const html = renderToString(
      <RadioGroup name="plan" legend="Plan" value="year" choices={choices} />,
    );
    expect([...html.matchAll(/<input[^>]*>/g)].map(([input]) => / checked/.test(input))).toEqual([
      false,
      true,
    ]);
  });
});

describe("a form", () => {
  it("carries the session's token in a field", () => {
    const html = renderToString(
      <PostForm action="/a" csrf="t+k">
        x
      </PostForm>,
    );
    expect(html).toContain('name="csrf" value="t+k"');
    expect(html).toContain('action="/a"');
  });

  it("carries it in the address when it sends files", () => {
    const html = renderToString(
      <PostForm action="/a" csrf="t+k" files>
        x
      </PostForm>,
    );
    expect(html).toContain('action="/a?csrf=t%2Bk"');
    expect(html).toContain("multipart/form-data");
    expect(html).not.toContain('name="csrf"');
  });
});

describe("an amount", () => {
  it.each([
    [1_239_999n, "USD", false, "$1.23"],
    [1_239_999n, "USD", true, "$1.239999"],
    [-10_000n, "EUR", false, "−€0.01"],
    [1_234_500_000n, "CHF", false, "1,234.50\u00a0CHF"],
  ])("of %s micros in %s, exact: %s, is said as %s", (micros, currency, exact, said) => {
    expect(money({ micros, currency, exact })).toBe(said);
  });

  it("keeps every micro in the markup, and sets apart what is less than a cent", () => {
    expect(renderToString(<Money micros={-1_234_239_999n} exact />)).toBe(
      '<data class="money" value="-1234.239999">−$1,234.23<span class="beyond">9999</span></data>',
    );
    expect(renderToString(<Money micros={1_239_999n} />)).toBe(
      '<data class="money" value="1.239999">$1.23</data>',
    );
  });
});

describe("a table", () => {
  const columns = [
    { head: "Story", cell: (row: { title: string }) => row.title },
    { head: "Earned", cell: () => "1.00", numeric: true },
  ];

  it("says why it is empty, across all its columns", () => {
    const html = renderToString(
      <Table caption="Stories" columns={columns} rows={[]} keyOf={() => 0} empty="Nothing yet." />,
    );
    expect(html).toContain('colspan="2"');
    expect(html).toContain("Nothing yet.");
  });

  it("names its rows, and puts each sum under its column", () => {
    const foot = [{ label: "Together", cells: ["2.00"] }];
    const html = renderToString(
      <Table
        caption="Stories"
        columns={columns}
        rows={[{ title: "Kettle" }]}
        keyOf={(row) => row.title}
        foot={foot}
      />,
    );
    expect(html).toContain('<th scope="row">Kettle</th><td class="numeric">1.00</td>');
    expect(html).toContain('<th scope="row">Together</th><td class="numeric">2.00</td>');
  });
});

describe("a refusal", () => {
  it("is read out at once; what went well waits for a pause", () => {
    expect(renderToString(<Notice tone="refused" title="Not sent" />)).toContain('role="alert"');
    expect(renderToString(<Notice title="Sent" />)).toContain('role="status"');
  });
});

describe("in words", () => {
  it.each([
    ["Ada M. Reyes", "AR"],
    ["mara", "M"],
    ["  ", ""],
    ["Élodie 𝒵ed", "É𝒵"],
  ])("the initials of “%s” are “%s”", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it.each([
    [0, "0 s"],
    [45, "45 s"],
    [60, "1 min"],
    [754, "12 min 34 s"],
    [7200, "2 h"],
    [7510, "2 h 5 min"],
  ])("%d seconds are “%s”", (seconds, said) => {
    expect(duration(seconds).replaceAll("\u00a0", " ")).toBe(said);
  });

  it("a month has its name", () => expect(monthName("2026-10")).toBe("October 2026"));

  it("sign-in comes back to where it was asked for", () => {
    expect(signInUrl("/@ada/tea?x=1")).toBe("/sign-in?to=%2F%40ada%2Ftea%3Fx%3D1");
    expect(signInUrl("/")).toBe("/sign-in");
  });
});
