/**
 * How much a text could stand under any story: what is left of it when praise, thanks, offers and the small
 * words of the language are taken away.
 */
import { bitsOf, knownWords, type Word } from "./features.ts";

const ABOUT = bitsOf("about");
/** So many words of its own make a text half as general. */
const HALF_WORDS = 1.5;

/** Words that say nothing of a story, after `normalised`. */
const COMMON = new Set(
  `a about absolutely after again agree agreed all also am amazing an and another any are article articles as at author
  awesome be beautiful because been being best better brilliant but by can check cool could day deep did do does done
  down dear enjoyed even ever every everything excellent fantastic feel first for found from fun gem get glad go going good
  got great had has have hello here hey hi him his how i idea if important impressive in incredible indeed info
  information informative insight insightful insights inspiring interesting into is it it's its job just keep know
  learned learn like lol lot lots love loved lovely made make makes man many me mine moment more most much my new nice
  no not now of off oh ok on one only or original our out over part people perfect perspective piece point points
  post posts powerful really read reading reads relatable resonates right said same say see share shared sharing
  she should sir so solid some something soon special spot still story stories stuff such super sure talent terrific than
  thank thanks that that's the their them then there these they thing things think this those thought thoughts time to
  today together too topic totally tips true truly truth truthful twice up us useful valuable very view was way we
  well were what when where which while who why will wise with wonderful word words work would wow write writer
  writes writing written yeah year years yep yes yet you your congrats congratulations bravo cheers welcome
  helpful inspired underrated masterpiece gold fire facts lit dope beautifully brilliantly touching thx ty tysm
  muy buen bueno buena excelente gracias por compartir gran genial articulo texto bonito interesante que el la los
  las un una de del en y es lo con como me ha gusto encanto muito bom boa obrigado obrigada o os as e da do em
  compartilhar incrivel lindo otimo tres bien bon bonne merci pour partage super le les des et est du article texte
  beau belle interessant j'ai ce cet cette molto bello bella grazie articolo il di che per sehr gut guter gute schon
  schoner danke der die das und ist ein eine beitrag artikel fur toll tolle klasse mooi goed dank je wel het een en
  dziekuje dzieki swietny super fajny tekst bardzo dobre i w na cok guzel tesekkurler yazi harika bagus terima kasih
  keren mantap sekali banget artikelnya спасибо отлично отличный хорошо классно статья текст очень и в на за это супер
  дякую чудово дуже शुक्रिया धन्यवाद बहुत अच्छा شكرا رائع جميل مقال`.split(/\s+/),
);
const COMMON_LETTERS =
  /^[谢感分享写得真好很棒赞文章不错的了好素敵記事ありがとうございます좋은글감사합니다]+$/u;

/** 0 to 1; 1 for a text of nothing but what stands anywhere. */
export function genericnessOf(normal: string): number {
  const own = new Set<string>();
  for (const word of knownWords(normal)) if (says(word)) own.add(word.text);
  return 2 ** -(own.size / HALF_WORDS);
}

function says({ text, bits }: Word): boolean {
  if (text.length < 2 || text.startsWith("<") || (bits & ~ABOUT) !== 0) return false;
  return !COMMON.has(text) && !COMMON_LETTERS.test(text);
}
