/**
 * What a pattern cannot say about a value: is it a key, a password, a card's number? The same checks, under
 * the same names, as in the desk's `masking_checks.py`.
 */

export interface Candidate {
  value: string;
  /** It follows a `=` or stands in quotes. */
  assigned: boolean;
  quoted: boolean;
  /** The sentence ends after it. */
  last: boolean;
}

export interface Words {
  placeholders: readonly string[];
  names: readonly string[];
  words: string;
}

export type Check = (found: Candidate) => boolean;

const DIGIT = /[0-9]/u;
const LETTER = /[A-Za-z]/u;
const SMALL = /[a-z]/u;
const CAPITAL = /[A-Z]/u;
const NUMBER = /^[0-9]+$/u;
const LONG_NUMBER = /^[0-9]{8,}$/u;
const LONG_WORD = /^[A-Za-z0-9]{16,}$/u;
const LONE = /^[A-Za-z0-9_-]{20,}$/u;
const KEY_FORM = /^[A-Za-z0-9_~+%$!-]+={0,2}$/u;
const HEX = /^[0-9a-f]{32,128}$/u;
const NO_KEY =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:t[0-9:.+z-]*)?|[^ /]*[.][a-z]{2,4}[0-9]?|[x*•.?_#-]*)$/u;
const SLUG = /^[a-z]{2,24}(?:[_.-](?:[a-z]{1,24}|v?[0-9]{1,4})){1,8}$/u;
const FILL = /^[x*•.?_#-]*$/u;
const VARIABLE = /^(?:[$][A-Z_]*|[$%]?[({[<].*|[A-Za-z_.]*[([].*)$/u;
const CALL = /^[A-Za-z_][A-Za-z0-9_]*(?:[.][A-Za-z0-9_]+)*[(].*$/u;
const CODE_NAME = /^[A-Za-z][a-z]*(?:(?:[._][A-Z]?|[A-Z])[a-z]+)*$/u;
const CODE = /[._>$-]/u;
const UNLIKE_WORDS = /[0-9!#$%&*+=?@^~|\\/]/u;
const CODE_FORM = /^(?:[0-9]{4,8}|[0-9]{3}[ -][0-9]{3})$/u;
const NO_CODE = /^(?:(?:19|20)[0-9]{2}|13[0-7]0[0-9]{2}|13[04][14][0-9]{2})$/u;
// OAuth, iPhone, WhatsApp
const NAME = /^(?:[A-Z]?[a-z]*(?:[A-Z][a-z]+|[A-Z]{2})?|[A-Z]+)$/u;
const SNAKE = /^[a-z]+(?:_[a-z0-9]+)+$/u;
const TRAILED = /^[A-Za-z]{8,}[!#$%&*+=?@^~]{1,3}$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
// The number of a bill, a ticket, a conversation.
const NUMBERED = /^(?:[A-ZА-Я]{1,5}[-№#]?[0-9][0-9-]{3,}|[A-Z0-9]{3}-[A-Z0-9]{4})$/u;
const CODE_SIGN = /[(){}[\]<>="'\\/;]/u;
// An address, a number with its unit, a time, a name with its version.
const THING =
  /^(?:[^@ ]+@[^@ ]+[.][a-z]{2,}|[0-9.:+/-]+[a-zа-я%]{0,9}|(?:admin|agent|operator|root|test|user)[0-9]{1,2}|(?:android|base|chrome|firefox|http|https|ios|ipad|iphone|ipv|java|log|md|node|oauth|php|python|safari|sha|step|tls|utf|version|win|windows)[-/]?[0-9][0-9.a-z]{0,8})$/u;
const ISSUERS =
  /^(?:(?:30|36|38)[0-9]{12}|3[47][0-9]{13}|(?:4[0-9]|5[1-5]|2[2-7]|35|65|62|64)[0-9]{14}(?:[0-9]{3})?|6011[0-9]{12})$/u;

// Characters below which a value is not taken for what its name says.
const KEY = 8;
const ASSIGNED_KEY = 6;
const NEAR_KEY = 16;
const NEAR_MIXED_KEY = 10;
const MIXED_LETTERS = 20;
const SANDBOX_KEY = 5;
const PASSWORD = 3;
const MIXED_PASSWORD = 6;

export function checksFrom({ placeholders, names, words }: Words): Record<string, Check> {
  const known = new Set(words.split(" "));

  const isNoKey = (value: string): boolean => {
    const low = value.toLowerCase();
    if (low.includes(" ") || anyIn(placeholders, low) || NO_KEY.test(low)) return true;
    return !DIGIT.test(low) && (low.startsWith("$") || anyIn(names, low));
  };

  const standsForOne = (found: Candidate, value: string): boolean => {
    if (value.includes("://") || FILL.test(value) || CALL.test(value)) return true;
    if (DIGIT.test(value)) return false;
    if (anyIn(placeholders, value) || VARIABLE.test(found.value)) return true;
    return !found.quoted && anyIn(names, value) && (names.includes(value) || CODE.test(value));
  };

  const speaks = (said: readonly string[]): boolean =>
    said.filter((word) => known.has(stripped(word))).length >= Math.min(said.length, 2);

  const password: Check = (found) => {
    const value = found.value.toLowerCase();
    const unlikeWords = UNLIKE_WORDS.test(value);
    if (value.length < PASSWORD || !(unlikeWords || found.assigned || found.last)) return false;
    if (value.length === PASSWORD && NUMBER.test(value)) return false;
    const said = value.split(" ");
    if (speaks(said) && (said.length > 1 || !unlikeWords)) return false;
    return !standsForOne(found, value);
  };

  const mixed_password: Check = (found) => {
    const value = found.value.toLowerCase();
    if (TRAILED.test(found.value)) return !NAME.test(found.value.replace(/[^A-Za-z]+$/u, ""));
    if (value.length < MIXED_PASSWORD || !DIGIT.test(value) || /^[([{<]/u.test(value)) return false;
    if (standsForOne(found, value)) return false;
    return /\p{L}/u.test(value)
      ? value.includes("-") || !SLUG.test(found.value)
      : NUMBER.test(value);
  };

  const near_key: Check = ({ value }) => {
    const mixed = hasAll(value);
    if (value.length < (mixed ? NEAR_MIXED_KEY : NEAR_KEY) || SLUG.test(value)) return false;
    return (mixed || (/[0-9].*[0-9]/u.test(value) && LETTER.test(value))) && !isNoKey(value);
  };

  return {
    key({ value, assigned }) {
      if (value.length < (assigned ? ASSIGNED_KEY : KEY)) return false;
      const shaped = DIGIT.test(value)
        ? LETTER.test(value) || LONG_NUMBER.test(value)
        : isMixed(value) || (assigned && LONG_WORD.test(value));
      return shaped && !isNoKey(value);
    },
    near_key,
    lone_key({ value }) {
      if (!LONE.test(value) || SLUG.test(value) || isNoKey(value)) return false;
      return hasAll(value) || HEX.test(value);
    },
    token: ({ value }) => hasBoth(value) || isMixed(value),
    sandbox({ value }) {
      const name = value.replace(/_sandbox$/u, "");
      return name.length >= SANDBOX_KEY && hasBoth(name);
    },
    basic({ value }) {
      try {
        const plain = atob(value.replace(/=+$/u, ""));
        return plain.includes(":") && [...plain].every((each) => each >= " " && each !== "\x7f");
      } catch {
        return false;
      }
    },
    card({ value }) {
      const digits = value.replace(/[^0-9]/gu, "");
      return ISSUERS.test(digits) && luhn(digits);
    },
    password,
    assigned_password: (found) => (found.assigned ? password : mixed_password)(found),
    mixed_password,
    apart_password(found) {
      const { value } = found;
      const low = value.toLowerCase();
      if (THING.test(low) || UUID.test(low) || low.startsWith("www.")) return false;
      if (NUMBERED.test(value) || SNAKE.test(value) || CODE_SIGN.test(value)) return false;
      const stem = low.replace(/[0-9]+$/u, "");
      if (names.some((name) => stem.endsWith(name))) return false;
      return /\p{L}/u.test(value) && mixed_password(found);
    },
    apart_key(found) {
      const { value } = found;
      if (value.length < NEAR_KEY || UUID.test(value.toLowerCase()) || isUrl(value)) return false;
      return KEY_FORM.test(value) && (near_key(found) || (isMixed(value) && !isNoKey(value)));
    },
    code: ({ value }) => CODE_FORM.test(value) && !NO_CODE.test(value),
  };
}

const anyIn = (marks: readonly string[], value: string): boolean =>
  marks.some((mark) => value.includes(mark));

const isUrl = (value: string): boolean =>
  value.includes("://") || value.startsWith("/") || value.startsWith("www.");

const stripped = (word: string): string => word.replace(/^['’\-_.]+|['’\-_.]+$/gu, "");

const hasBoth = (value: string): boolean => DIGIT.test(value) && LETTER.test(value);

const hasAll = (value: string): boolean =>
  SMALL.test(value) && CAPITAL.test(value) && DIGIT.test(value);

/** Twenty and more letters that only machines write, not SomeNameInCode. */
const isMixed = (value: string): boolean =>
  value.length >= MIXED_LETTERS &&
  SMALL.test(value) &&
  CAPITAL.test(value) &&
  !CODE_NAME.test(value);

function luhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits.at(-1 - place));
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += place % 2 ? doubled : digit;
  }
  return sum % 10 === 0;
}
