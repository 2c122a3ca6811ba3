/** A reader changes their name, handle or bio. */
import type { ReaderId } from "../../../core/ids.ts";
import type { Ruling } from "../../../core/ruling.ts";
import type { Database } from "../../../store/db.ts";
import { dropPages } from "../../../web/drops.ts";
import { pagesShowing, updateProfile } from "../store.ts";

export interface Profile {
  name: string;
  handle: string;
  bio: string;
}

/** Every kept page that shows the person is dropped, those at the old handle among them. */
export function changeProfile(
  db: Database,
  readerId: ReaderId,
  profile: Profile,
): Promise<Ruling<void, "handle-taken">> {
  return db.transaction(async (tx) => {
    const ruling = await updateProfile(tx, readerId, profile);
    if (ruling.ok) await dropPages(tx, await pagesShowing(tx, readerId));
    return ruling;
  });
}
