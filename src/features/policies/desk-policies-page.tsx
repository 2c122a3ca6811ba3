/** Policies at the desk: the versions there are, and the form that publishes the next. */
import { ELIGIBILITY_PRESETS } from "../../core/earnings/presets/eligibility.ts";
import type { Day } from "../../core/time.ts";
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { SelectField, TextArea, TextField } from "../../web/parts/field.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PostForm } from "../../web/parts/post-form.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { PolicyVersion } from "./store.ts";
import { VersionsTable } from "./versions-page.tsx";

export interface DeskPoliciesPageProps {
  versions: readonly PolicyVersion[];
  inForce: PolicyVersion;
  today: Day;
  /** The first day on which a version published now can take effect. */
  earliest: Day;
  /** The rules in force as JSON, to begin from. */
  json: string;
  typed: Typed;
  /** Why it was not published, every reason. */
  faults: readonly string[];
  viewer: Viewer;
}

export const DESK_POLICIES = "/desk/policies";

export function DeskPoliciesPage(props: DeskPoliciesPageProps) {
  const { versions, inForce, today, faults, viewer } = props;
  return (
    <Page title="Policies" viewer={viewer} path={DESK_POLICIES}>
      <PageHead
        kicker={<a href="/desk">Desk</a>}
        title="Policies"
        lede="The rules by which dues reach writers. Try a change in the lab before you publish it."
      />
      <DeskTabs viewer={viewer} current={DESK_POLICIES} />
      {faults.length > 0 && (
        <Notice tone="refused" title="Not published">
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </Notice>
      )}
      <section>
        <h2>Versions</h2>
        <VersionsTable {...{ versions, today }} inForce={inForce.version} />
      </section>
      <section>
        <h2>Publish a version</h2>
        <PublishForm {...props} />
      </section>
    </Page>
  );
}

function PublishForm({ inForce, earliest, json, typed, viewer }: DeskPoliciesPageProps) {
  const { values, errors } = typed;
  return (
    <PostForm action={DESK_POLICIES} csrf={viewer.csrf} look="wide">
      <SelectField
        name="base"
        label="Made from"
        value={values.base ?? "json"}
        error={errors.base}
        options={[
          { value: "json", label: "the JSON below" },
          { value: "earnest-1", label: "earnest-1 as it is" },
          ...ELIGIBILITY_PRESETS.map(({ name, says }) => ({
            value: name,
            label: `earnest-1, partners by ${name}: ${says}`,
          })),
        ]}
      />
      <div class="fields">
        <TextField
          name="name"
          label="Name"
          hint="Small letters, digits and hyphens. JSON brings its own."
          value={values.name}
          error={errors.name}
          maxLength={40}
          optional
        />
        <TextField
          name="effectiveFrom"
          label="Takes effect"
          type="date"
          hint={`The first of a month, at least ${inForce.policy.noticeDays} days away.`}
          value={values.effectiveFrom ?? earliest}
          error={errors.effectiveFrom}
        />
      </div>
      <TextArea
        name="json"
        label="As JSON"
        hint={`What is in force now is ${inForce.version}; change what is to change, and its name.`}
        value={values.json ?? json}
        error={errors.json}
        rows={16}
        optional
      />
      <p class="quiet">
        It cannot be changed or taken back once it is published. Every partner gets a letter.
      </p>
      <p class="actions">
        <Submit>Publish</Submit>
      </p>
    </PostForm>
  );
}
