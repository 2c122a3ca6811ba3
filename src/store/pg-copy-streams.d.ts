/** The part of `pg-copy-streams` that we use; the package brings no types of its own. */
declare module "pg-copy-streams" {
  import type { Readable, Writable } from "node:stream";
  import type { Submittable } from "pg";

  const streams: {
    to(text: string): Readable & Submittable;
    from(text: string): Writable & Submittable;
  };
  export default streams;
}
