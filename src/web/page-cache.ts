/**
 * Pages for visitors who are not signed in, kept as compressed Buffers and sent before the server
 * does anything else.
 *
 * A page is kept under its address alone: no header of a request can change what is kept. It is
 * dropped when one of its tags is named by `dropPages` in any process, and after a minute, so that
 * counts on it are never older than that.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const PAGE_SECONDS_MAX = 60;
const CACHE_BYTES_MAX = 32 * 1024 * 1024;

/** Good pages at a tenth of the time of the best. */
const BROTLI_QUALITY = 6;

type Encoding = "br" | "gzip" | "identity";

interface Kept {
  bodies: Record<Encoding, Buffer>;
  etag: string;
  headers: Record<string, string>;
  tags: readonly string[];
  bytes: number;
  keptAtMs: number;
}

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

export class PageCache {
  readonly #pages = new Map<string, Kept>();
  readonly #paths = new Map<string, Set<string>>();
  #bytes = 0;
  #drops = 0;
  /** False while this process cannot hear of drops: what is kept is still sent, nothing is added. */
  hears = false;

  /** Answers from what is kept, or returns false and leaves the response alone. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== "GET" || request.headers.cookie?.includes("__Host-earnest="))
      return false;
    const page = this.#fresh(request.url ?? "");
    if (!page) return false;
    if (request.headers["if-none-match"] === page.etag) {
      response.writeHead(304, { ...page.headers, etag: page.etag }).end();
      return true;
    }
    const encoding = accepted(request.headers["accept-encoding"]);
    const body = page.bodies[encoding];
    const headers: Record<string, string | number> = { ...page.headers };
    headers.etag = page.etag;
    headers["content-length"] = body.length;
    if (encoding !== "identity") headers["content-encoding"] = encoding;
    response.writeHead(200, headers).end(body);
    return true;
  }

  /** How many drops there were: a page made while another drop came is not kept. */
  get drops(): number {
    return this.#drops;
  }

  async keep(
    path: string,
    html: string,
    headers: Record<string, string>,
    { tags, drops }: { tags: readonly string[]; drops: number },
  ): Promise<void> {
    if (!this.hears) return;
    const identity = Buffer.from(html);
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } };
    const [br, gz] = await Promise.all([brotli(identity, options), deflate(identity)]);
    if (this.#drops !== drops) return;
    const etag = `"${createHash("sha256").update(identity).digest("base64url").slice(0, 22)}"`;
    const bytes = identity.length + br.length + gz.length;
    const bodies = { identity, br, gzip: gz };
    this.#remove(path);
    this.#pages.set(path, { bodies, etag, headers, tags, bytes, keptAtMs: performance.now() });
    this.#bytes += bytes;
    for (const tag of tags) {
      if (!this.#paths.has(tag)) this.#paths.set(tag, new Set());
      this.#paths.get(tag)!.add(path);
    }
    this.#makeRoom();
  }

  drop(tag: string): void {
    this.#drops += 1;
    for (const path of this.#paths.get(tag) ?? []) this.#remove(path);
  }

  dropAll(): void {
    this.#drops += 1;
    for (const path of [...this.#pages.keys()]) this.#remove(path);
  }

  #fresh(path: string): Kept | null {
    const page = this.#pages.get(path);
    if (!page) return null;
    const age = performance.now() - page.keptAtMs;
    if (this.hears && age > PAGE_SECONDS_MAX * 1000) {
      this.#remove(path);
      return null;
    }
    return page;
  }

  #remove(path: string): void {
    const page = this.#pages.get(path);
    if (!page) return;
    this.#pages.delete(path);
    this.#bytes -= page.bytes;
    for (const tag of page.tags) {
      const paths = this.#paths.get(tag);
      paths?.delete(path);
      if (paths?.size === 0) this.#paths.delete(tag);
    }
  }

  /** A Map keeps the order of adding, so the first is the oldest. */
  #makeRoom(): void {
    for (const path of this.#pages.keys()) {
      if (this.#bytes <= CACHE_BYTES_MAX) return;
      this.#remove(path);
    }
  }
}

export function accepted(header: string | string[] | undefined): Encoding {
  const text = String(header ?? "");
  if (/\bbr\b(?!;q=0)/.test(text)) return "br";
  return /\bgzip\b(?!;q=0)/.test(text) ? "gzip" : "identity";
}
