/** Medium's page about the author. */
import { describe, expect, it } from "vitest";
import { parseProfile } from "./parse-profile.ts";

describe("Medium's page about the author", () => {
  it("gives a name, a handle and a picture, and neither addresses nor ids", () => {
    const card =
      '<section class="h-card"><h3 class="p-name">Ada B</h3><img class="u-photo" src="https://e.com/a.jpeg"><a class="u-url" href="#">@ada</a><li>Email: a@b.c</li></section>';
    expect(parseProfile(card)).toEqual({
      name: "Ada B",
      handle: "ada",
      bio: "",
      pictureUrl: "https://e.com/a.jpeg",
    });
    expect(parseProfile(card.replace("https:", "javascript:"))?.pictureUrl).toBeNull();
    expect(parseProfile("<p>no</p>")).toBeNull();
  });
});
