/** What an audit found. */
import { z } from "zod";

export const Finding = z.object({ what: z.string(), where: z.string() });
/** What is wrong, as a sentence, and at which account, journal or day. */
export type Finding = z.output<typeof Finding>;
