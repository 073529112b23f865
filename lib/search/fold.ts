/**
 * Folds text for the search. Names are shown as given; only the index and the query are folded. Folding uses no locale,
 * so that every machine makes the same words.
 */

/**
 * Characters that people type for an apostrophe, and letters that look like one (`ʼ`, `ʻ`). Each ends a part of a name.
 */
const APOSTROPHES = /[`‘’‛′\u02b9-\u02c1\u02c6-\u02cb]/gu

/**
 * Invisible characters: bidi marks, zero-width characters, soft hyphens, fillers. Also the tatweel, which only
 * stretches a word.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640]/gu

/** ASCII text needs only the last steps of folding. Most long texts are ASCII. */
const ASCII = /^[\0-\x7f]*$/

/** Control characters separate words, as spaces do. */
const CONTROLS = /\p{Cc}/gu

/**
 * Accents, points and tones. The vowel signs of Indian and South-East Asian scripts are marks too, but they stay: a
 * name without them is a different name. The two kana marks that change a sound stay for the same reason.
 */
const ACCENTS =
  /[[\p{M}&&[\p{Diacritic}\p{Me}\p{Script=Inherited}\p{Script_Extensions=Arabic}\p{Script_Extensions=Hebrew}\p{Script_Extensions=Cyrillic}]]--[\u3099\u309a]]/gv

/** Letters with an accent, ligatures and positional forms that Unicode does not decompose. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ŋ: 'n', ð: 'd', ɖ: 'd', ɓ: 'b', ɗ: 'd', ƙ: 'k', ə: 'e', ı: 'i' },
  ...{ æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ', ґ: 'г' },
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  ...{ ى: 'ي', ی: 'ي', ة: 'ه', ک: 'ك', ٱ: 'ا' },
}
const SPECIAL_LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

const DIGIT = /(?![0-9])\p{Nd}/gu
/** Katakana with a hiragana counterpart. */
const KATAKANA = /[\u30a1-\u30f6]/gu
const TO_HIRAGANA = 0x60

/**
 * Folds compatibility forms, case, accents, digits of any script and both kana, and drops invisible characters. Keeps
 * punctuation. Folding a folded text changes nothing.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return spaced(text.toLowerCase().replaceAll('`', "'"))
  const plain = withoutMarks(text.toWellFormed().replaceAll('´', "'"))
  // Upper case first, which turns `ß` into `ss` and `ı` into `i`. It leaves `ẞ` as it is.
  const lower = withoutMarks(plain.toUpperCase().replaceAll('ẞ', 'SS').toLowerCase())
  const plainer = lower
    .replace(SPECIAL_LETTER, letter => LETTERS[letter] ?? letter)
    .replace(DIGIT, asciiDigit)
    .replace(KATAKANA, kana => String.fromCodePoint(codeOf(kana) - TO_HIRAGANA))
  return spaced(plainer)
}

/** Reduces spaces and controls to one space between words. */
function spaced(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/\s+/gu, ' ').trim()
}

/** The parts of a folded text, separated by characters that are neither letters nor digits. */
export function partsOf(folded: string): readonly string[] {
  return folded.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []
}

function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(APOSTROPHES, "'").replace(INVISIBLE, '').replace(ACCENTS, '')
}

/** The value of a digit. Each script has its digits in a row from 0 to 9; adjacent rows follow each other in tens. */
function asciiDigit(digit: string): string {
  let code = codeOf(digit)
  while (/\p{Nd}/u.test(String.fromCodePoint(code - 1))) code--
  return String((codeOf(digit) - code) % 10)
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}
