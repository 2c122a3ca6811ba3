/**
 * The peer: a bare `node:http` server that gives every GET the same bytes, and reads the body of every
 * POST before it gives the same bytes.
 */
import { createServer } from "node:http";
import type { Answer } from "./bare.ts";

process.once("message", ({ headers, body }: Answer) => {
  const bytes = Buffer.from(body, "base64");
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      response.writeHead(200, headers).end(bytes);
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      if (text.length > 0) response.writeHead(200, headers).end(bytes);
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (address && typeof address === "object") process.send?.(address.port);
  });
});
