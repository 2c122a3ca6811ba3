/** Countries by ISO 3166-1 code, with their English names as the runtime knows them. */
const CODES =
  "AR AT AU BD BE BG BR CA CH CL CO CR CY CZ DE DK EE ES FI FR GB GH GR HK HR HU ID IE IL IN IS IT JP KE KR LT LU LV MA MT MX MY NG NL NO NZ PE PH PK PL PT RO RS SE SG SI SK TH TN TR TW TZ UA UG US UY VN ZA";

const names = new Intl.DisplayNames(["en"], { type: "region" });

export const COUNTRIES: readonly { value: string; label: string }[] = CODES.split(" ")
  .map((code) => ({ value: code, label: names.of(code) ?? code }))
  .sort((a, b) => a.label.localeCompare(b.label, "en"));

export const isCountry = (code: string): boolean => COUNTRIES.some(({ value }) => value === code);

export const countryName = (code: string): string => names.of(code) ?? code;
