/** Offers to trade follows, and what only sounds like one. None of the sentences is in `phrases/`. */
import { describe, expect, it } from "vitest";
import { solicitation } from "./solicitation.ts";

const OFFERS = [
  "Follow me, I'm following back all day",
  "Hey, I hit follow on your page. Hit it on mine?",
  "Give me a follow and you get one from me",
  "who's up for mutual support? leave your profile link",
  "50 claps from me, 50 claps from you?",
  "Every follow will be returned, promise!",
  "If you sub, I sub. No exceptions.",
  "Lovely poem. I have followed you so please follow me also",
  "I really enjoyed what you said about lighthouses, it moved me to tears. Btw I do f4f",
  "let's be mutuals :)",
  "Comment here and follow whoever commented before you. That way we all gain.",
  "I read you, you read me. Follow for a follow, claps for a clap.",
  "Fоllоw mе аnd уоu wіll gеt а fоllоw bасk",
  "ｆｏｌｌｏｗ ｍｅ ａｎｄ ｉ ｆｏｌｌｏｗ ｙｏｕ",
  "F.o.l.l.o.w me and I will f.o.l.l.o.w you",
  "f\u200bo\u200bl\u200bl\u200bo\u200bw \u200bm\u200be, I follow back",
  "Sub 4 sub?",
  "Sígueme que te devuelvo el follow",
  "me siga que retribuo",
  "Abonne-toi à mon profil, je ferai pareil",
  "seguitemi, io ricambio sempre",
  "Folgst du mir, folge ich dir",
  "volg mij dan volg ik jou ook",
  "obserwacja za obserwację, kto chętny",
  "takip et takip edeyim",
  "follow aku dong, nanti aku folback",
  "подпишись, и я подпишусь взаимно",
  "关注我，我会回关",
  "フォロバ必ずします",
  "선팔하면 바로 맞팔",
];

const TALK = [
  "Nobody who writes follow for follow has read a line of mine.",
  "Is there any evidence that trading follows helps a writer?",
  "My brother got banned for sub4sub, and rightly so.",
  "“Follow me and I will follow you back” is not a review, dear stranger.",
  "I never follow back out of politeness, and you convinced me that this is right.",
  "Please don't follow me in return; I followed because of the lighthouse story.",
  "This is the third clap-for-clap comment under this essay. Can somebody remove it?",
  "What you write about follow rings explains my first month here.",
  "We followed the coast for nine days and turned back at the lighthouse.",
  "I have followed this case since the trial, and the judge comes back to it each year.",
  "She taught us to support each other, and I return to her letters.",
  "Thank you for the follow and for the kind words about my father.",
  "Subscribed. More of this!",
  "The exchange of letters between the two is the best part.",
  "Everyone needs help now and then, and your neighbours gave it back.",
  "I liked the first half; the second did not follow from it.",
  "Where can I follow your work when the series ends?",
  "My students follow each other on here and argue about your essays.",
  "Llevo años siguiendo esta columna y siempre regreso.",
  "Odeio quando pedem para seguir de volta.",
  "J'ai suivi la recette, et le pain est revenu à la vie.",
  "Ich folge niemandem, nur weil er mir folgt.",
  "Я давно слежу за вашими рассказами, спасибо.",
  "这篇文章让我想起了我的外婆",
];

describe("a text offers a trade", () => {
  it.each(OFFERS)("when it says: %s", (text) => {
    expect(solicitation(text)).toBeGreaterThanOrEqual(0.5);
  });

  it("whatever thoughts are put around it", () => {
    const thought = "The part about the tide tables is what I had been missing for years. ".repeat(
      8,
    );
    expect(solicitation(`${thought}Follow me and I follow you back. ${thought}`)).toBeGreaterThan(
      0.9,
    );
  });
});

describe("a text offers nothing", () => {
  it.each(TALK)("when it says: %s", (text) => {
    expect(solicitation(text)).toBeLessThan(0.5);
  });

  it("when there is no word in it", () => {
    expect(solicitation("👏👏👏")).toBeLessThan(0.01);
    expect(solicitation("")).toBeLessThan(0.01);
  });
});

describe("a quotation", () => {
  it("counts as said when nothing is said about it", () => {
    expect(solicitation("“Follow me and I follow you back”")).toBeGreaterThan(0.5);
  });

  it.each([
    "Under my elegy somebody wrote “Followed you, now follow me back please”, and I laughed.",
    "“Drop your link and I follow everyone back” is what they call a community now.",
  ])("does not count when somebody speaks about it: %s", (text) => {
    expect(solicitation(text)).toBeLessThan(0.1);
    expect(solicitation(text.replaceAll(/[“”]/g, ""))).toBeGreaterThan(0.5);
  });
});
