/** Where stories are brought in, and what came of earlier imports. */
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Checkbox } from "../../../web/parts/choice.tsx";
import { Moment } from "../../../web/parts/day.tsx";
import { described, FieldError, Hint } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Site } from "../../../web/site.ts";
import type { Viewer } from "../../../web/viewer.ts";
import type { PastImport } from "./past-imports.ts";

export interface ImportPageProps {
  site: Site;
  viewer: Viewer;
  path: string;
  imports: PastImport[];
  /** Why nothing was imported, and what was chosen. */
  error?: string;
  publish?: boolean;
}

export function ImportPage({ site, viewer, path, imports, error, publish }: ImportPageProps) {
  return (
    <Page {...{ site, viewer, path }} title="Import stories">
      <PageHead
        title="Import stories"
        lede="Bring what you wrote elsewhere. Each story gets a report of what was kept of it, to the paragraph."
      />
      <PostForm action="/import" csrf={viewer.csrf} look="wide" files>
        <FilesField error={error} />
        <Checkbox
          name="publish"
          label="Publish what was published, under its own date"
          hint="Otherwise everything arrives as drafts, ready to publish. Drafts stay drafts either way."
          checked={publish ?? false}
        />
        <p class="actions">
          <Submit>Import</Submit>
        </p>
      </PostForm>
      {imports.length > 0 && (
        <section class="rule past-imports">
          <Table
            caption="Earlier imports"
            columns={[
              { head: "File", cell: ({ number, name }) => <a href={importUrl(number)}>{name}</a> },
              { head: "When", cell: ({ startedAt }) => <Moment at={startedAt} /> },
              { head: "What came of it", cell: outcomesInWords },
            ]}
            rows={imports}
            keyOf={({ number }) => number}
          />
        </section>
      )}
    </Page>
  );
}

function FilesField({ error }: { error: string | undefined }) {
  const hint =
    "The zip that Medium sends when you export your account; or pages as HTML or XHTML, singly or as a zip with their pictures. Up to 50 MB.";
  return (
    <div class="field">
      <label for="files">Files</label>
      <Hint id="files" hint={hint} />
      <input
        id="files"
        name="files"
        type="file"
        accept=".zip,.html,.htm,.xhtml,.xht,image/*"
        multiple
        required
        {...described("files", { hint, error })}
      />
      <FieldError id="files" error={error} />
    </div>
  );
}

export const importUrl = (number: number): string => `/import/${number}`;

/** "12 imported, 1 skipped". */
export function outcomesInWords(past: PastImport): string {
  if (past.refusal !== null) return past.refusal;
  const said = (["imported", "updated", "unchanged", "skipped", "refused"] as const)
    .filter((outcome) => past[outcome] > 0)
    .map((outcome) => `${past[outcome]} ${outcome}`);
  if (past.finishedAt === null) said.push("still under way");
  return said.join(", ");
}
