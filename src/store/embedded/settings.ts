/**
 * How the embedded server is set. On the command line, so that a new version of ours brings its own
 * settings to an old database.
 */
import type { Place } from "./place.ts";

export type Settings = Record<string, string>;

/** Names the socket's file; the server listens on no network but on Windows. */
export const PORT = 5432;

const SETTINGS: Settings = {
  // An acknowledged write survives a power cut.
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  // A small machine that serves a site as well.
  max_connections: "100",
  shared_buffers: "128MB",
  work_mem: "8MB",
  jit: "off",
  random_page_cost: "1.1",
  max_logical_replication_workers: "0",
  // A close of a month or an import writes much at once; fewer checkpoints, shorter waits.
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  timezone: "UTC",
  log_timezone: "UTC",
  password_encryption: "scram-sha-256",
  // Starts, stops and crashes. The site sees the errors of its own statements, and their details
  // would put what people wrote into a log.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
};

export function serverArguments(place: Place, port: number, more: Settings): string[] {
  const windows = process.platform === "win32";
  const settings: Settings = {
    ...SETTINGS,
    ...more,
    port: String(port),
    listen_addresses: windows ? "127.0.0.1" : "",
    unix_socket_directories: windows ? "" : place.run,
    unix_socket_permissions: "0700",
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", place.data, ...pairs];
}
