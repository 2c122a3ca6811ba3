/** The files of a case: each as a run had it, with its fingerprint. */
import { Moment } from "../../../web/parts/day.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { caseUrl } from "../places.ts";
import type { Case, CaseFile, FileLine } from "../store.ts";
import { count, oneIn } from "../words.ts";

export interface FilesProps {
  here: Case;
  file: CaseFile;
  files: readonly FileLine[];
}

export function FilesSection({ here, file, files }: FilesProps) {
  const url = caseUrl(here.id);
  return (
    <section class="rule">
      <h2>The file</h2>
      <p>
        Kept as it was found, with nothing added later. Its figures can be added up again from{" "}
        <a href={`${url}/evidence.json?file=${file.number}`}>the evidence as JSON</a>, whose SHA-256
        is
      </p>
      <p class="fingerprint">{file.sha256}</p>
      {files.length > 1 && (
        <Table
          caption="As each run had it"
          rows={files}
          keyOf={({ number }) => number}
          columns={[
            {
              head: "Drawn on",
              cell: ({ number, drawnAt }) =>
                number === file.number ? (
                  <Moment at={drawnAt} />
                ) : (
                  <a href={`${url}?file=${number}`}>
                    <Moment at={drawnAt} />
                  </a>
                ),
            },
            { head: "Accounts", cell: ({ accounts }) => count(accounts), numeric: true },
            { head: "How rare", cell: ({ surprise }) => oneIn(surprise), numeric: true },
          ]}
        />
      )}
    </section>
  );
}
