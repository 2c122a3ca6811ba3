/** The devices that are signed in, and ending their sessions. */
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Moment } from "../../../web/parts/day.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { AccountTabs } from "../me/account-tabs.tsx";
import type { Session } from "../store.ts";
import { deviceName } from "./device.ts";

export function SessionsPage({ viewer, sessions }: { viewer: Viewer; sessions: Session[] }) {
  return (
    <Page title="Devices" viewer={viewer} path="/me/sessions">
      <PageHead title="Account" />
      <AccountTabs current="/me/sessions" />
      <Table
        caption="Where you are signed in"
        columns={[
          { head: "Device", cell: ({ agent }) => deviceName(agent) },
          { head: "Signed in", cell: ({ openedAt }) => <Moment at={openedAt} /> },
          { head: "Session", cell: (session) => <Ending session={session} viewer={viewer} /> },
        ]}
        rows={sessions}
        keyOf={({ id }) => id}
      />
      {sessions.length > 1 && (
        <PostForm action="/me/sessions/end" csrf={viewer.csrf}>
          <p class="actions">
            <Submit look="frame">Sign out everywhere else</Submit>
          </p>
        </PostForm>
      )}
    </Page>
  );
}

function Ending({ session, viewer }: { session: Session; viewer: Viewer }) {
  if (session.isThis) return <>This device</>;
  return (
    <PostForm action={`/me/sessions/${session.id}/end`} csrf={viewer.csrf} look="bare">
      <Submit look="text" small>
        Sign out
      </Submit>
    </PostForm>
  );
}
