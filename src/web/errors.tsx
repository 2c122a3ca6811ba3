/** What is said when a request goes nowhere: departures, faults, and the database away. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isDatabaseAway, lacksRoom } from "../store/trouble.ts";
import { Forbidden, Malformed, NotFound, TooMany, Unauthorized } from "./departures.ts";
import { Page } from "./page.tsx";
import { render } from "./render.tsx";

interface Said {
  status: number;
  title: string;
  text: string;
  retrySeconds?: number;
}

const DATABASE_RETRY_SECONDS = 5;

export function showErrors(server: FastifyInstance): void {
  server.setNotFoundHandler({}, (request, reply) => show(request, reply, missing));
  server.setErrorHandler(
    (error: Error & { statusCode?: number; code?: string }, request, reply) => {
      if (error instanceof Unauthorized && request.method === "GET" && !wantsJson(request)) {
        return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303);
      }
      const said = sentence(error);
      if (said.status >= 500) request.log.error({ err: error }, "fault");
      return show(request, reply, said);
    },
  );
}

const missing: Said = {
  status: 404,
  title: "There is nothing here",
  text: "The address may be mistyped, or what was here was withdrawn by its author.",
};

function sentence(error: Error & { statusCode?: number; code?: string }): Said {
  if (error instanceof NotFound) return missing;
  if (error instanceof Unauthorized) {
    return { status: 401, title: "Please sign in", text: "This needs an account." };
  }
  if (error instanceof Forbidden) {
    const text = error.message
      ? `Nothing was changed: ${error.message}. Go back, reload the page and try again.`
      : "Your account does not have this page.";
    return { status: 403, title: "Not for this account", text };
  }
  if (error instanceof Malformed) {
    return { status: 400, title: "That could not be understood", text: error.message };
  }
  if (error instanceof TooMany) return tooMany(error);
  if (isDatabaseAway(error)) return databaseAway;
  if (lacksRoom(error)) return noRoom;
  const status = error.statusCode ?? 500;
  if (status === 413) return tooLarge;
  if (status >= 400 && status < 500) {
    return { status, title: "That could not be understood", text: "Nothing was changed." };
  }
  return {
    status: 500,
    title: "Something here is broken",
    text: "It is our fault and it was written down. What you sent was not saved; please keep a copy.",
  };
}

function tooMany(error: TooMany): Said {
  const minutes = Math.max(1, Math.ceil(error.seconds / 60));
  const wait = minutes < 120 ? plural(minutes, "minute") : plural(Math.ceil(minutes / 60), "hour");
  return {
    status: 429,
    title: "That was tried too often",
    text: `Please wait ${wait} and try again.`,
    retrySeconds: error.seconds,
  };
}

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

const databaseAway: Said = {
  status: 503,
  title: "One moment",
  text: "The site cannot reach its database. What you sent just now may not be saved; look, and try again in a few seconds.",
  retrySeconds: DATABASE_RETRY_SECONDS,
};

const noRoom: Said = {
  status: 507,
  title: "The site has no room left",
  text: "Its disk is full. What you sent was not saved; please keep a copy, and try again later.",
};

const tooLarge: Said = {
  status: 413,
  title: "That is too large",
  text: "Texts may have 1 MB and files 25 MB. Nothing was saved.",
};

function show(request: FastifyRequest, reply: FastifyReply, said: Said): FastifyReply {
  const { status, title, text, retrySeconds } = said;
  reply.code(status);
  if (retrySeconds) reply.header("retry-after", retrySeconds);
  if (wantsJson(request)) return reply.send({ error: title, text, requestId: request.id });
  return render(
    reply,
    <Page title={title} viewer={request.viewer} path={request.url}>
      <section class="error-page">
        <p class="kicker">{status}</p>
        <h1>{title}</h1>
        <p>{text}</p>
        {status >= 500 && <p class="meta">Request {request.id}</p>}
        <p>
          <a href="/">To the front page</a>
        </p>
      </section>
    </Page>,
  );
}

function wantsJson(request: FastifyRequest): boolean {
  return (request.headers.accept ?? "").startsWith("application/json");
}
