/**
 * Ids: whole numbers given by the database, branded so that one kind cannot stand for another.
 *
 * Every account is a reader; "member" and "author" are the same account seen by what it does
 * (docs/glossary.md), so their ids are one type. A URL never carries an id, but a handle or a key.
 */
declare const brand: unique symbol;
export type Id<Kind extends string> = number & { readonly [brand]: Kind };

export type ReaderId = Id<"reader">;
/** A reader who pays dues. */
export type MemberId = ReaderId;
/** A reader who publishes. */
export type AuthorId = ReaderId;
export type StoryId = Id<"story">;
export type RevisionId = Id<"revision">;
export type ImageId = Id<"image">;
export type ImportId = Id<"import">;
export type ResponseId = Id<"response">;
export type ChargeId = Id<"charge">;
export type PayoutId = Id<"payout">;
export type ApplicationId = Id<"application">;
export type JournalId = Id<"journal">;
export type LedgerAccountId = Id<"ledger_account">;
/** A scoring of the whole community. */
export type RunId = Id<"run">;
/** What a person decided about an account, after looking at its evidence. */
export type VerdictId = Id<"verdict">;
/** Something in integrity that a person must decide; a decision on one, and an appeal against that. */
export type CaseId = Id<"case">;
export type DecisionId = Id<"decision">;
export type AppealId = Id<"appeal">;
