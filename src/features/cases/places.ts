/** Addresses of cases. */
import type { CaseId } from "../../core/ids.ts";

export const CASES = "/desk/cases";
export const FOLLOWERS = "/me/followers";

export const caseUrl = (id: CaseId): string => `${CASES}/${id}`;
