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
  forms: Record<string, string>;
}

export type Check = (found: Candidate) => boolean;

const DIGIT = /[0-9]/u;
const LETTER = /[A-Za-z]/u;
const SMALL = /[a-z]/u;
const CAPITAL = /[A-Z]/u;
const CODE = /[._>$-]/u;
const UNLIKE_WORDS = /[0-9!#$%&*+=?@^~|\\/]/u;
const CODE_SIGN = /[(){}[\]<>="'\\/;]/u;
const SIGN = /[_!#$%&*+=?@^~]/u;
const MARK = /[!#$*+@^~]/u;
const CHANGE = /[a-z][A-Z0-9+/]|[A-Z][0-9+/]|[0-9+/][A-Za-z]/gu;

// Characters below which a value is not taken for what its name says.
const KEY = 8;
const ASSIGNED_KEY = 6;
const NEAR_KEY = 16;
const NEAR_MIXED_KEY = 10;
const MIXED_LETTERS = 20;
const SANDBOX_KEY = 5;
const PASSWORD = 3;
const MIXED_PASSWORD = 6;

/** Gives the check, or the form, of a name. */
export function checksFrom({ placeholders, names, words, forms }: Words): (name: string) => Check {
  const known = new Set(words.split(" "));
  const wholes = new Map(
    Object.entries(forms).map(([name, form]) => [name, new RegExp(`^(?:${form})$`, "u")]),
  );
  const is = (form: string, value: string): boolean => !!wholes.get(form)?.test(value);

  const hasCase = (value: string): boolean => SMALL.test(value) && CAPITAL.test(value);

  /** Twenty and more letters that only machines write, not SomeNameInCode. */
  const isMixed = (value: string): boolean =>
    value.length >= MIXED_LETTERS && hasCase(value) && !is("code_name", value);

  const isLongWord = (value: string): boolean =>
    is("long_word", value) || (hasCase(value) && MARK.test(value) && !is("variable", value));

  const isNoKey = (value: string): boolean => {
    const low = value.toLowerCase();
    if (low.includes(" ") || anyIn(placeholders, low) || is("no_key", low)) return true;
    return !DIGIT.test(low) && (low.startsWith("$") || anyIn(names, low));
  };

  const standsForOne = (found: Candidate, value: string): boolean => {
    if (value.includes("://") || is("fill", value) || is("call", value)) return true;
    if (DIGIT.test(value)) return false;
    if (anyIn(placeholders, value) || is("variable", found.value)) return true;
    return !found.quoted && anyIn(names, value) && (names.includes(value) || CODE.test(value));
  };

  const speaks = (said: readonly string[]): boolean =>
    said.filter((word) => known.has(stripped(word))).length >= Math.min(said.length, 2);

  const password: Check = (found) => {
    const value = found.value.toLowerCase();
    const unlikeWords = UNLIKE_WORDS.test(value);
    if (value.length < PASSWORD || !(unlikeWords || found.assigned || found.last)) return false;
    if (value.length === PASSWORD && is("number", value)) return false;
    const said = value.split(" ");
    if (speaks(said) && (said.length > 1 || !unlikeWords)) return false;
    return !standsForOne(found, value);
  };

  const mixed_password: Check = (found) => {
    const value = found.value.toLowerCase();
    if (is("trailed", found.value)) return !is("name", found.value.replace(/[^A-Za-z]+$/u, ""));
    if (value.length < MIXED_PASSWORD || /^[([{<]/u.test(value)) return false;
    if (standsForOne(found, value)) return false;
    if (!DIGIT.test(value)) return found.last && is("chain", value);
    return /\p{L}/u.test(value)
      ? value.includes("-") || !is("slug", found.value)
      : is("number", value);
  };

  const apart_password: Check = (found) => {
    const { value } = found;
    const low = value.toLowerCase();
    if (is("thing", low) || is("uuid", low) || low.startsWith("www.")) return false;
    if (is("numbered", value) || is("snake", value) || CODE_SIGN.test(value)) return false;
    const stem = low.replace(/[0-9]+$/u, "");
    if (names.some((name) => stem.endsWith(name))) return false;
    return /\p{L}/u.test(value) && mixed_password(found);
  };

  const near_key: Check = ({ value }) => {
    const mixed = hasAll(value);
    if (value.length < (mixed ? NEAR_MIXED_KEY : NEAR_KEY) || is("slug", value)) return false;
    return (mixed || (/[0-9].*[0-9]/u.test(value) && LETTER.test(value))) && !isNoKey(value);
  };

  const checks: Record<string, Check> = {
    key({ value, assigned }) {
      if (value.length < (assigned ? ASSIGNED_KEY : KEY)) return false;
      const shaped = DIGIT.test(value)
        ? LETTER.test(value) || is("long_number", value)
        : isMixed(value) || (assigned && isLongWord(value));
      return shaped && !isNoKey(value);
    },
    near_key,
    lone_key({ value }) {
      if (!is("lone", value) || is("slug", value) || isNoKey(value)) return false;
      return hasAll(value) || is("hex", value);
    },
    token: ({ value }) => (hasBoth(value) || isMixed(value)) && !is("slug", value),
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
      return is("issuers", digits) && luhn(digits);
    },
    password,
    assigned_password: (found) => (found.assigned ? password : mixed_password)(found),
    mixed_password,
    apart_password,
    phrase: ({ value }) => is("phrase", value.toLowerCase()),
    told_password(found) {
      const low = found.value.toLowerCase();
      const signed = SIGN.test(found.value) && !is("thing", low) && !standsForOne(found, low);
      return signed || mixed_password({ ...found, last: true });
    },
    odd_password: (found) =>
      (MARK.test(found.value) || hasAll(found.value)) && apart_password(found),
    apart_key(found) {
      const { value } = found;
      if (value.length < NEAR_KEY || is("uuid", value.toLowerCase()) || isUrl(value)) return false;
      const formed = is("key", value) || (is("base64", value) && isScrambled(value));
      return formed && (near_key(found) || (isMixed(value) && !isNoKey(value)));
    },
    code: ({ value }) => is("code", value) && !is("no_code", value),
    six_digits: ({ value }) => is("six_digits", value) && !is("no_code", value),
    recovery: ({ value }) =>
      is("recovery", value) && !is("numbered", value) && (DIGIT.test(value) || !SMALL.test(value)),
  };
  return (name) => checks[name] ?? (({ value }) => is(name, value));
}

const anyIn = (marks: readonly string[], value: string): boolean =>
  marks.some((mark) => value.includes(mark));

const isUrl = (value: string): boolean =>
  value.includes("://") || value.startsWith("/") || value.startsWith("www.");

const stripped = (word: string): string => word.replace(/^['’\-_.]+|['’\-_.]+$/gu, "");

const hasBoth = (value: string): boolean => DIGIT.test(value) && LETTER.test(value);

const hasAll = (value: string): boolean =>
  SMALL.test(value) && CAPITAL.test(value) && DIGIT.test(value);

/** Base64, not a path: letters and digits change kind at every other step. */
const isScrambled = (value: string): boolean =>
  4 * (value.match(CHANGE) ?? []).length >= value.length;

function luhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits.at(-1 - place));
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += place % 2 ? doubled : digit;
  }
  return sum % 10 === 0;
}
