/**
 * What rules ask of a value: the `checks` of the desk's `masking.yml`, put together from patterns and words. What no
 * pattern can say is code here and in `masking_checks.py`, under the same names.
 */

export interface Candidate {
  value: string;
  /** It follows a `=` or stands in quotes. */
  assigned: boolean;
  quoted: boolean;
  /** The sentence ends after it, or it has a line to itself. */
  last: boolean;
}

type Patterns = Readonly<Record<string, string>>;

export interface Book {
  forms: Patterns & { readonly issuers: string };
  low_forms: Patterns;
  marks: Patterns;
  /** All of a list must hold, of a list within it one; `~` says that it may not hold. */
  checks: Readonly<Record<string, readonly (string | readonly string[])[]>>;
  placeholders: readonly string[];
  names: readonly string[];
  words: string;
  common: string;
  in_phrases: string;
}

export type Check = (found: Candidate) => boolean;

const CHANGE = /[a-z][A-Z0-9+/]|[A-Z][0-9+/]|[0-9+/][A-Za-z]/gu;
const LONG_ROW = 5;

/** Gives the check of a name. */
export function checksFrom(book: Book): (name: string) => Check {
  const made: Record<string, Check> = inCode(book);
  for (const [name, form] of Object.entries(book.forms)) made[name] = whole(form);
  for (const [name, form] of Object.entries(book.low_forms)) {
    const check = whole(form);
    made[name] = (found) => check({ ...found, value: found.value.toLowerCase() });
  }
  for (const [name, mark] of Object.entries(book.marks)) {
    const pattern = new RegExp(mark, "u");
    made[name] = ({ value }) => pattern.test(value);
  }

  const named = (name: string): Check => {
    made[name] ??= putTogether(book.checks[name] ?? []);
    return made[name];
  };
  const thisOrNot = (name: string): Check => {
    if (!name.startsWith("~")) return named(name);
    const check = named(name.slice(1));
    return (found) => !check(found);
  };
  const putTogether = (names: readonly (string | readonly string[])[]): Check => {
    const every = names.map((some) => [some].flat().map(thisOrNot));
    return (found) => every.every((some) => some.some((check) => check(found)));
  };
  return named;
}

function whole(form: string): Check {
  const pattern = new RegExp(`^(?:${form})$`, "u");
  return ({ value }) => pattern.test(value);
}

/** What no pattern can say. */
function inCode(book: Book): Record<string, Check> {
  const words = wordsOf(book.words);
  const common = wordsOf(book.common);
  const inPhrases = wordsOf(book.in_phrases);
  const issuers = whole(book.forms.issuers);
  const isUnusual = (said: readonly string[], allowed: number): boolean =>
    said.filter((word) => common.has(word)).length <= allowed &&
    !said.some((word) => words.has(word) && !inPhrases.has(word) && !common.has(word));
  return {
    assigned: ({ assigned }) => assigned,
    quoted: ({ quoted }) => quoted,
    last: ({ last }) => last,
    alpha: ({ value }) => /\p{L}/u.test(value),
    basic: ({ value }) => isBasic(value),
    card(found) {
      const value = found.value.replace(/[^0-9]/gu, "");
      return issuers({ ...found, value }) && luhn(value);
    },
    scrambled: ({ value }) => 4 * (value.match(CHANGE) ?? []).length >= value.length,
    placeholder: ({ value }) => anyIn(book.placeholders, value),
    named: ({ value }) => anyIn(book.names, value),
    is_name: ({ value }) => book.names.includes(value.toLowerCase()),
    ends_named({ value }) {
      const stem = value.toLowerCase().replace(/[0-9]+$/u, "");
      return book.names.some((name) => stem.endsWith(name));
    },
    common: ({ value }) => common.has(value.toLowerCase()),
    speaks({ value }) {
      const said = saidIn(value);
      return said.filter((word) => words.has(bare(word))).length >= Math.min(said.length, 2);
    },
    unusual({ value }) {
      const said = saidIn(value);
      const parts = said.length < LONG_ROW ? said.length / 3 : (said.length - 1) / 2;
      return isUnusual(said, Math.floor(parts));
    },
    mostly_unusual({ value }) {
      const said = saidIn(value);
      return isUnusual(said, Math.floor((said.length - 1) / 2));
    },
  };
}

const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const saidIn = (value: string): string[] => value.toLowerCase().split(" ");

const anyIn = (marks: readonly string[], value: string): boolean => {
  const low = value.toLowerCase();
  return marks.some((mark) => low.includes(mark));
};

const bare = (word: string): string => word.replace(/^['’\-_.]+|['’\-_.]+$/gu, "");

/** Base64 of `name:password`, as HTTP's basic authentication has it. */
function isBasic(value: string): boolean {
  try {
    const plain = atob(value.replace(/=+$/u, ""));
    return plain.includes(":") && [...plain].every((each) => each >= " " && each !== "\x7f");
  } catch {
    return false;
  }
}

/** A card's number by its sum. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits.at(-1 - place));
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += place % 2 ? doubled : digit;
  }
  return sum % 10 === 0;
}
