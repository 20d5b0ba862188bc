/**
 * Reading a text around a place in it: what stands before a word, where a value ends. As the desk's
 * `masking_reading.py` does; the text is in small letters, in which every character keeps its place.
 */

export interface Span {
  start: number;
  end: number;
  /** The position of its rule: of equal spans the lower one names the kind. */
  rank: number;
}

export interface Beginning {
  start?: string;
  preceded_by?: readonly string[];
  not_preceded_by?: readonly string[];
}

export const WORD = /[\p{L}\p{N}]/u;
export const TRAIL = ".,;:)]}>*|";

const LONGEST_QUOTED = 4096;
const LONGEST_WORD = 512;
const LONGEST_NAME = 24;
const LONGEST_CLAUSE = 48;
const NEAR_WORDS = 8;
const NEAR_REACH = 200;
const CLOSING: Record<string, string> = { "“": "”", "„": "“", "«": "»", "‘": "’" };
const LEAD = " \t\u00a0\"'`\\_-";
const JOINING: Record<string, string> = { word: "", apart: "_-.", token: "_-.+/" };
const DISGUISE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\uff01-\uff5e]/gu;
// A phone's number is one piece, and so is a code with blanks between its digits.
const PIECE =
  /(?:\+|0)[0-9]{1,4}[ (/-][0-9 ()/-]{4,20}|[0-9](?: [0-9]{1,2}){2,7}(?![0-9])|[0-9]{2,4} [0-9]{2,4}(?: [0-9]{2})?(?![0-9])|[^ \t\u00a0\u202f]+/gu;
const AROUND = "\"'`“„«‘”»’(*";
const ENDS = ".;…";
const COMMAS = 2;
const BASE64 = /[A-Za-z0-9+/=]*/uy;

export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * How a text may be meant, the likeliest to hold a secret first: characters without a width and full-width ones
 * hide a secret from every pattern, and from nobody who reads it.
 */
export function readings(text: string): readonly string[] {
  const plain = text.replace(DISGUISE, (sign) =>
    sign >= "\uff01" && sign <= "\uff5e" ? String.fromCharCode(sign.charCodeAt(0) - 0xfee0) : "",
  );
  return plain === text ? [text] : [plain, text];
}

export function lower(text: string): string {
  const low = text.toLowerCase();
  return low.length === text.length ? low : text.replaceAll("İ", "I").toLowerCase();
}

export function fitsBefore(rule: Beginning, low: string, at: number): boolean {
  if (rule.start && at) {
    const previous = low.charAt(at - 1);
    if (WORD.test(previous) || JOINING[rule.start]?.includes(previous)) return false;
  }
  const before = trimmedEnd(low.slice(Math.max(0, at - LONGEST_NAME), at), LEAD);
  if (rule.preceded_by) return rule.preceded_by.some((word) => before.endsWith(word));
  const further = trimmedEnd(trimmedEnd(before, "=:"), LEAD);
  return !rule.not_preceded_by?.some((word) => further.endsWith(word));
}

export const assigns = (link: string): boolean =>
  link.endsWith(">") || /(?:=|%3d)$/u.test(trimmedEnd(link, " \t"));

/** Where a quoted value ends; -1 if it does not. In JSON inside JSON quotes stand behind 1, 3, 7 backslashes. */
export function closing(low: string, opening: RegExpExecArray, start: number): number {
  const limit = start + LONGEST_QUOTED;
  const mark = opening[2] ?? CLOSING[opening[0]] ?? opening[0];
  const depth = (opening[1] ?? "").length;
  for (let at = low.indexOf(mark, start); at >= 0 && at + mark.length <= limit; ) {
    const behindMark = low.slice(Math.max(start, at - 32), at);
    const escapes = behindMark.length - trimmedEnd(behindMark, "\\").length;
    if (!opening[2] || escapes % (2 * depth + 2) === depth) return at - depth;
    at = low.indexOf(mark, at + 1);
  }
  return -1;
}

export function runBefore(text: string, at: number): number {
  let start = at;
  while (start && at - start < LONGEST_QUOTED && WORD.test(text.charAt(start - 1))) start--;
  return start;
}

export function wordBefore(low: string, at: number): [start: number, end: number] {
  const from = Math.max(0, at - LONGEST_WORD);
  const word = trimmedEnd(trimmedEnd(low.slice(from, at), LEAD), TRAIL);
  const end = from + word.length;
  let start = Math.max(word.lastIndexOf(" "), word.lastIndexOf("\n")) + 1;
  while (start < word.length && LEAD.includes(word.charAt(start))) start++;
  return [from + start, end];
}

/** Where the clause begins in which a name stands, some words before it at most. */
export function clauseStart(low: string, at: number): number {
  const start = Math.max(0, at - LONGEST_CLAUSE);
  const said = low.slice(start, at);
  const sign = Math.max(...[..."\n.;"].map((each) => said.lastIndexOf(each)));
  return start + 1 + (sign < 0 && start ? said.indexOf(" ") : sign);
}

/**
 * Where the words behind a name begin and end, as long as they can be about it: to the end of the sentence or the
 * line, the second comma, or a word such as 'order' (`stops`): what follows that is no password. What follows
 * 'for' (`skips`) is a name.
 */
export function* wordsNear(
  low: string,
  at: number,
  stops: ReadonlySet<string>,
  skips: ReadonlySet<string>,
  reach = NEAR_REACH,
  most = NEAR_WORDS,
): Generator<[start: number, end: number]> {
  const [line = ""] = low.slice(at, at + reach).split("\n", 1);
  let words = 0;
  let commas = 0;
  let before = "";
  for (const { 0: whole, index } of line.matchAll(PIECE)) {
    if (words++ === most || index + whole.length === reach) return;
    const word = trimmedStart(trimmedEnd(whole, TRAIL + AROUND), AROUND);
    if (stops.has(trimmedEnd(word, "!?"))) return;
    const start = at + index + whole.indexOf(word);
    if (word && !skips.has(before)) yield [start, start + word.length];
    before = word;
    commas += whole.endsWith(",") ? 1 : 0;
    if (ENDS.includes(whole.slice(-1)) || commas === COMMAS) return;
  }
}

export function dataBodies(low: string, mark: string): { start: number; end: number }[] {
  const bodies: { start: number; end: number }[] = [];
  for (let at = low.indexOf(mark); at >= 0; ) {
    const body = at + mark.length;
    const end = body + (matchAt(BASE64, low, body)?.[0].length ?? 0);
    bodies.push({ start: at, end });
    at = low.indexOf(mark, end);
  }
  return bodies;
}

/** Joins what overlaps, so that each place is replaced once. */
export function merged(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  const order = (a: Span, b: Span) => a.start - b.start || a.end - b.end || a.rank - b.rank;
  for (const span of [...spans].sort(order)) {
    const last = joined.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}

function trimmedStart(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start++;
  return text.slice(start);
}

export function trimmedEnd(text: string, characters: string): string {
  let end = text.length;
  while (end && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
