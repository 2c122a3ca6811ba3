/** The fields of a card in a form, with the sentence for each that is missing. */
import { z } from "zod";

export const needed = (sentence: string) =>
  z.string(sentence).trim().min(1, sentence).max(40, sentence);

export const cardFields = {
  card: needed("Type the number on the card."),
  expiry: needed("Type the month and the year as on the card, such as 05/29."),
  cvc: needed("Type the three digits on the back of the card."),
};
