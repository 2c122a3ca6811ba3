/** The port of the server: a name for its socket, and a real port only where sockets are missing. */
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { PORT } from "./settings.ts";

/** On Windows a free one is chosen once and kept. */
export async function portFor(folder: string): Promise<number> {
  if (process.platform !== "win32") return PORT;
  const kept = join(folder, "port");
  if (existsSync(kept)) return Number(readFileSync(kept, "utf8"));
  const port = await freePort();
  writeFileSync(kept, String(port));
  return port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : PORT;
}
