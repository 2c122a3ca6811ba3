/** Links that came by mail or stood on the operator's screen: looked at by GET, used by POST. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { ruleLink } from "../../../core/accounts/link.ts";
import { type Typed, typed, untouched } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import { setSession, tokenHash } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { toOf } from "../caller.ts";
import { LINK_SENTENCES } from "../fields.ts";
import { ASKED_COOKIE } from "../join/join-routes.tsx";
import {
  AddressLinkPage,
  DeadLinkPage,
  JoinLinkPage,
  OperatorLinkPage,
  PasswordLinkPage,
  SignInLinkPage,
} from "./link-page.tsx";
import { type Answer, openLink } from "./open-link.ts";
import { browserProof } from "./send-link.ts";
import { findLink, type Link } from "./store.ts";

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

const GONE = 410;

export function linkRoutes(server: FastifyInstance, site: Site): void {
  const findGood = async (request: LinkRequest) =>
    ruleLink(await findLink(site.db, tokenHash(request.params.token)), site.clock());

  server.get<{ Params: { token: string } }>(
    "/links/:token",
    { config: { who: "anyone" } },
    async (request, reply) => {
      const link = await findGood(request);
      if (!link.ok) return dead(request, reply, LINK_SENTENCES[link.refusal]);
      return render(reply, pageOf(request, link.value, untouched));
    },
  );

  server.post<{ Params: { token: string } }>(
    "/links/:token",
    { config: { who: "anyone" } },
    async (request, reply) => {
      const link = await findGood(request);
      if (!link.ok) return dead(request, reply, LINK_SENTENCES[link.refusal]);
      const answer = await openLink(site, request, link.value, isAsker(request, link.value));
      if (answer.is === "dead") return dead(request, reply, answer.sentence);
      if (answer.is === "refused") {
        const page = pageOf(request, link.value, typed(request.body, answer.errors));
        return render(reply.code(422), page);
      }
      return done(request, reply, answer);
    },
  );

  function isAsker(request: LinkRequest, link: Link): boolean {
    return request.cookies[ASKED_COOKIE] === browserProof(site.secret, link.tokenHash);
  }

  function pageOf(request: LinkRequest, link: Link, typed: Typed): VNode {
    const { viewer } = request;
    const common = { action: request.url, viewer, typed };
    const email = link.email ?? "";
    switch (link.purpose) {
      case "join": {
        const asksPassword = link.passwordHash !== null && !isAsker(request, link);
        const name = link.name ?? "";
        return <JoinLinkPage {...common} name={name} email={email} asksPassword={asksPassword} />;
      }
      case "sign-in":
        return <SignInLinkPage {...common} email={email} />;
      case "email":
        return <AddressLinkPage {...common} email={email} />;
      case "password":
        return <PasswordLinkPage {...common} email={email} />;
      case "operator":
        return <OperatorLinkPage {...common} />;
    }
  }
}

function dead(request: FastifyRequest, reply: FastifyReply, sentence: string): FastifyReply {
  return render(reply.code(GONE), <DeadLinkPage viewer={request.viewer} sentence={sentence} />);
}

function done(
  request: LinkRequest,
  reply: FastifyReply,
  { sessionToken, to }: Answer & { is: "done" },
): FastifyReply {
  if (sessionToken) setSession(reply, sessionToken);
  return reply.redirect(to ?? toOf(request), 303);
}
