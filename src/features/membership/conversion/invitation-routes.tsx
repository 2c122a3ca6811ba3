/** A partner's invitation to become a member: it stays where it is, whatever the rules pay for it. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { type Db, sql } from "../../../store/db.ts";
import { NotFound } from "../../../web/departures.ts";
import { Page } from "../../../web/page.tsx";
import { ButtonLink } from "../../../web/parts/button.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { authorUrl, PLACES } from "../../../web/parts/places.ts";
import { render } from "../../../web/render.tsx";
import type { Site } from "../../../web/site.ts";
import type { Viewer } from "../../../web/viewer.ts";
import { percent } from "../price.ts";
import { referralBpsOf } from "./conversion-store.ts";

interface ByHandle {
  Params: { handle: string };
}

export function invitationRoutes(server: FastifyInstance, { db, clock }: Site): void {
  server.get<ByHandle>(
    "/membership/from/:handle",
    { config: { who: "anyone" } },
    async (request, reply) => {
      const inviter = await findInviterNamed(db, request.params.handle);
      if (!inviter) throw new NotFound();
      const bps = await referralBpsOf(db, clock());
      return render(reply, <InvitationPage {...{ inviter, bps }} viewer={request.viewer} />);
    },
  );
}

const Inviter = z.object({ handle: z.string(), name: z.string() });

function findInviterNamed(db: Db, handle: string): Promise<z.output<typeof Inviter> | null> {
  return db.maybe(sql.of(Inviter)`
    select handle, name from partner join reader on reader.id = reader_id
     where handle = ${handle} and partner.state = 'active'`);
}

interface InvitationPageProps {
  inviter: z.output<typeof Inviter>;
  /** What the rules give for it, of net dues. */
  bps: number;
  viewer: Viewer | null;
}

function InvitationPage({ inviter: { handle, name }, bps, viewer }: InvitationPageProps) {
  const join = `${PLACES.membership}?from=${encodeURIComponent(handle)}`;
  return (
    <Page title={`${name} invites you`} viewer={viewer} path={`/membership/from/${handle}`}>
      <PageHead
        title={`${name} invites you`}
        lede="Members read everything here, and their dues pay the writers they read."
      />
      <div class="column">
        {bps > 0 ? (
          <p>
            If you become a member this way, <a href={authorUrl(handle)}>{name}</a> gets{" "}
            {percent(bps)} of your net dues for as long as you pay them. You pay no more for it, and
            the writers’ part is the same.
          </p>
        ) : (
          <p>
            The rules of this site pay nobody for bringing members any more, so all of your dues go
            the usual way. Who was brought here before keeps the terms of that day.
          </p>
        )}
        <p class="actions">
          <ButtonLink href={join}>See the plans</ButtonLink>
          <ButtonLink href={authorUrl(handle)} look="text">
            Read {name} first
          </ButtonLink>
        </p>
      </div>
    </Page>
  );
}
