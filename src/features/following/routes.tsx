/** Following and unfollowing: whole pages without script, the form alone for the island. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { AuthorId } from "../../core/ids.ts";
import type { Ruling } from "../../core/ruling.ts";
import { DAY_MS } from "../../core/time.ts";
import { Forbidden, NotFound, TooMany } from "../../web/departures.ts";
import { ownPath } from "../../web/own-path.ts";
import { authorUrl } from "../../web/parts/places.ts";
import { renderPart } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { type FollowRefusal, followAuthor, unfollowAuthor } from "./follow-author.ts";
import { FollowFields } from "./follow-form.tsx";

type FollowRequest = FastifyRequest<{ Params: { handle: string } }>;

const Body = z.object({ to: z.string().optional() }).catch({});

export function followingRoutes(server: FastifyInstance, { db, clock }: Site): void {
  server.post<{ Params: { handle: string } }>(
    "/@:handle/follow",
    { config: { who: "reader" } },
    async (request, reply) => {
      const { readerId } = signedIn(request);
      const ruling = await followAuthor(db, clock(), readerId, request.params.handle);
      return answer(request, reply, ruling, true);
    },
  );

  server.post<{ Params: { handle: string } }>(
    "/@:handle/unfollow",
    { config: { who: "reader" } },
    async (request, reply) => {
      const { readerId } = signedIn(request);
      const ruling = await unfollowAuthor(db, clock(), readerId, request.params.handle);
      return answer(request, reply, ruling, false);
    },
  );
}

function answer(
  request: FollowRequest,
  reply: FastifyReply,
  ruling: Ruling<AuthorId, FollowRefusal>,
  follows: boolean,
): FastifyReply {
  if (!ruling.ok && ruling.refusal === "nobody") throw new NotFound();
  if (!ruling.ok && ruling.refusal === "too-many") throw new TooMany(DAY_MS / 1000);
  if (!ruling.ok) throw new Forbidden("one does not follow oneself");
  const { handle } = request.params;
  const { to } = Body.parse(request.body);
  const path = to === undefined ? authorUrl(handle) : ownPath(to);
  if (!request.headers.accept?.includes("part=form")) return reply.redirect(path, 303);
  const { csrf } = signedIn(request);
  return renderPart(reply, <FollowFields {...{ handle, follows, csrf, path }} />);
}
