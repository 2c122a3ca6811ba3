/**
 * What a word of an offer stands for, whatever the language: the act that is traded, who does it, that it comes
 * back. Beginnings of words, as they stand after `normalised` (no accents). Languages: English, Spanish,
 * Portuguese, French, Italian, German, Dutch, Polish, Turkish, Indonesian, Russian, Ukrainian, Hindi, Arabic,
 * Chinese, Japanese, Korean. What is missing here the letters of the words still tell.
 */

const BEGINNINGS = {
  /** The act that is traded. */
  act: `-fol+ow subs?$ subbed subbing subs?cri suscri inscri abonn abon[ie]r iscriv(?!er) segui siga$ sigam
    sigan sigue siguem sigo$ segue$ seguem sego$ suis$ suiv suivez segu[oai]$ seguo folg gefolg volg$ volgen obserw
    zaobserw subskryb takip ikuti follo подпи підпи фоло фаня clap(?!ham) klatsch applau aplau applaud curt[aei] lajk beger subskri abone abonez зафоло
    лайк хлоп اشترك تابع متابع فولو फॉलो सब्सक्र 팔로 구독 맞팔 선팔 关注 關注 关$ 粉 订阅 訂閱 フォ 登録 点赞`,
  /** Acts whose words mean much else besides. */
  weak: `like$ likes$ liked$ liking$ add$ added star$ starred upvote vot(?:a|e|ed)$ heart$`,
  /** A trade in one word. */
  trade: `f4f fxf f2f$ s4s sxs$ l4l lxl c4c cxc r4r v4v fb4fb sub4sub sub4like subxsub subforsub followforfollow
    follow4follow followback followtrain followparty followloop followtrick likeforlike like4like clap4clap clapforclap read4read
    swap4swap gainpost gaintrain gaintrick mutualfollow mutuals$ moots$ siguemeytesigo sdv$ sdr$ followchain folloforfollo takibetakip gt$
    взаимоподп взаимфол взаимн взаємн 맞팔 맞구독 互粉 互关 互關 互赞 ロバ`,
  /** Who offers. */
  me: `me$ my$ mine$ myself i$ i'll i'm i'd i've ill$ im$ we$ our$ us$ yo$ mi$ mio$ mia$ eu$ meu minha je$ j' moi$ mon$
    ma$ mes$ ich$ mir$ mich$ mein ik$ mij$ mijn io$ mie$ miei$ mnie moj moim ja$ ben$ beni bana benim saya aku gue$
    -ku$ я$ меня мне$ мой мои мою мне$ мене мені моя$ मुझ मैं मेर انا أنا لي$ ني$ 我 저$ 제$ 나를 私 僕`,
  /** Who is to answer. */
  you: `you$ you'll you're your$ yours u$ ur$ ya$ yall y'all te$ tu$ ti$ tus$ usted os$ vos$ voce voces vc$ vcs$ teu$ seu$
    toi$ vous$ votre vos$ ton$ ta$ dich$ dir$ dein euch euer sie$ je$ jou$ jouw jullie ciebie cie$ ci$ wam was$ twoj
    sen$ seni sana sizi size$ kamu kalian lu$ тебя тебе твой вас$ вам$ ваш ты$ вы$ तुम आप تك$ لك$ 你 您 あなた 당신`,
  /** That it comes back. */
  back: `back$ backs$ repay repaid bak$ bck$ return reciproc mutual mutually exchange$ swap trade$ trades$
    trading$ favou?r deal$ vicevers devuel devolv retrib reciproqu reciproq reciprok retour$ rendr?s?$ rends$ echange
    gegenseit gegenfolg zuruck ruckfolg terug wederzijd ricambi contraccambi ricontr scambi wzajem odwzajem odwdziecz
    karsili geri$ balik$ feedback$ folback folbek saling взаим взаєм ответ$ ответн обмен обратно отвеч навзаем
    назад$ बदले वापस متبادل مقابل 互 回 返 相 맞 답방`,
  /** One for the other. */
  for: `for$ 4$ por$ pour$ per$ fur$ gegen$ contre contro voor$ za$ = x$ untuk icin за$ на$ के$`,
  /** To whoever reads it. */
  all: `everyone everybody every1 anyone anybody all$ each$ who$ whoever everyone's todos todas quien quem todo$ tous$ toutes
    chacun qui$ tutti tutte chi$ alle$ allen$ jeden$ jeder$ wer$ iedereen wie$ wszyst kazd kto$ herkes kim$ semua siapa
    всех$ все$ всем$ каждо кто$ всіх хто$ सब$ सभी الجميع الكل 大家 全 모두 みん`,
  /** Wished for. */
  please: `please pls$ plz$ plss kindly need$ needs$ needed want wants$ looking$ let's lets$ help support promis guarant
    always instant sure$ asap$ porfa favor$ necesito quiero preciso quero ajud apoy apoi svp$ stp$ besoin aide$ aidez
    soute sout bitte brauch hilf unterst help steun graag prosze potrzeb wspier lutfen destek tolong bantu dukung mohon
    пожалуйст прошу поддерж помог нужн давай обещ будь потрібн підтрим гарант कृपया प्लीज رجاء ادعم 求 请 請 부탁 お願`,
  /** What is sought: a number of people. */
  fans: `numbers$ followers? fol+owers fans$ subscribers? subs$ seguidor abonnes$ abonne$ suscriptor inscrit iscritti follower$
    abonnenten zuschauer volgers obserwujac takipc pengikut подписчик підписник`,
  /** Where it is to happen. */
  place: `profile page$ channel account$ blog$ thread link$ links$ username handle$ below$ comment$ perfil canal profil
    cuenta conta$ chaine compte kanal konto profilo canale akun sayfa hesab профил канал аккаунт сторінк ссылк`,
  /** Speaking of it, from outside. */
  about: `not$ n't don't dont$ doesn't didn't won't isn't never$ tired sick$ hate$ annoy spam stop$ rules? people$ those$
    they$ them$ their$ why$ whether does$ doubt pointless begg?(?:ing|ars?)?$ someone somebody wrote writes written says said
    saying called so-called reported report flagged comments$ work$ works$ worked wonder fake policy ban$ banned he$ she$
    instead without nobody noone rather trap scheme ring$ rings$ trick worthless article essay section cansad odio nunca
    jamas gente quienes reglas dicen pessoas cansad regras nao$ marre gens regles ceux pourquoi jamais pas$ leute mud$
    mude regeln warum nicht$ nie$ kein nerv moe$ mensen regels waarom niet$ stufo regole gente$ perche non$ dosc ludzie
    zasad dlaczego nie$ biktim insanlar kurallar neden degil bosan orang$ aturan kenapa bukan jangan надоел устал люди$
    правил почему не$ никогда набрид втомив чому`,
} as const;

export type Concept = keyof typeof BEGINNINGS;
export const CONCEPTS = Object.keys(BEGINNINGS) as Concept[];

interface Beginning {
  readonly bit: number;
  readonly pattern: RegExp;
}

/** Under the first letter of the words they find; under "-" those that may stand within a word. */
const BY_LETTER = byLetter();

function byLetter(): Map<string, Beginning[]> {
  const found = new Map<string, Beginning[]>();
  for (const [place, concept] of CONCEPTS.entries()) {
    const parts = BEGINNINGS[concept].split(/\s+/);
    for (const letter of new Set(parts.map((part) => part[0]!))) {
      const own = parts.filter((part) => part[0] === letter);
      const source = own.map((part) => part.replace(/^-/, ".*")).join("|");
      const beginning = { bit: 1 << place, pattern: new RegExp(`^(?:${source})`, "u") };
      found.set(letter, [...(found.get(letter) ?? []), beginning]);
    }
  }
  return found;
}

/** Bit n stands for concept n; a word may stand for several. */
export function conceptsOf(word: string): number {
  let bits = 0;
  for (const letter of [word[0]!, "-"])
    for (const { bit, pattern } of BY_LETTER.get(letter) ?? []) if (pattern.test(word)) bits |= bit;
  return bits;
}
