/** The grammar of a story as ProseMirror's schema, for the server: no DOM. */
import { Schema } from "prosemirror-model";
import { marks, nodes } from "../../../core/stories/grammar.ts";

export const storySchema = new Schema({ nodes, marks });
