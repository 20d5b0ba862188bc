/**
 * Reading a text around a place in it: what stands before a word, where a value ends. As the desk's
 * `masking_reading.py` does; the text is in small letters, in which every character keeps its place.
 */

import book from "./generated/masking.json";

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

const LONGEST_QUOTED = 4096;
const LONGEST_WORD = 512;
const LONGEST_NAME = 24;
const LONGEST_CLAUSE = 96;
const NEAR_WORDS = 8;
const NEAR_REACH = 200;
const QUOTED_REACH = 120;
const FAR_REACH = 320;
/** Characters from a text's beginning in which is looked far around a name: people type no more at once. */
export const FAR_WITHIN = 4096;
const COMMAS = 2;
const ENDS = ".;…";
const CLAUSE_ENDS = `${ENDS},!?`;
const BASE64 = /[A-Za-z0-9+/=]*/uy;

const { around, lead, trail } = book.reading;
const joining: Readonly<Record<string, string>> = book.reading.joining;
const closings: Readonly<Record<string, string>> = book.reading.closing;
const pattern = (name: keyof typeof book.reading, flags: string): RegExp =>
  new RegExp(book.reading[name] as string, flags);
const OPENING = pattern("opening", "uy");
const QUOTE = pattern("quote", "u");
const DISGUISE = pattern("disguise", "gu");
const PIECE = pattern("piece", "gu");
const FAR_PIECE = pattern("far_piece", "gu");
const ODD = pattern("odd", "u");

export const openingAt = (low: string, at: number): RegExpExecArray | null =>
  matchAt(OPENING, low, at);

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
    if (WORD.test(previous) || joining[rule.start]?.includes(previous)) return false;
  }
  const before = trimmedEnd(low.slice(Math.max(0, at - LONGEST_NAME), at), lead);
  if (rule.preceded_by) return rule.preceded_by.some((word) => before.endsWith(word));
  const further = trimmedEnd(trimmedEnd(before, "=:"), lead);
  return !rule.not_preceded_by?.some((word) => further.endsWith(word));
}

export const assigns = (link: string): boolean =>
  link.endsWith(">") || /(?:=|%3d)$/u.test(trimmedEnd(link, " \t"));

/** Where a quoted value ends; -1 if it does not. In JSON inside JSON quotes stand behind 1, 3, 7 backslashes. */
export function closing(low: string, opening: RegExpExecArray, start: number): number {
  const limit = start + LONGEST_QUOTED;
  const mark = opening[2] ?? closings[opening[0]] ?? opening[0];
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
  const word = trimmedEnd(trimmedEnd(low.slice(from, at), lead), trail);
  const end = from + word.length;
  let start = Math.max(word.lastIndexOf(" "), word.lastIndexOf("\n")) + 1;
  while (start < word.length && lead.includes(word.charAt(start))) start++;
  return [from + start, end];
}

/** Where the clause begins in which a name stands, some words before it at most. */
export function clauseStart(low: string, at: number): number {
  const start = Math.max(0, at - LONGEST_CLAUSE);
  const said = low.slice(start, at);
  const sign = Math.max(...["\n", ". ", ";"].map((each) => said.lastIndexOf(each)));
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
    const word = wordIn(whole);
    if (stops.has(lastPart(word))) return;
    const start = at + index + whole.indexOf(word);
    if (word && !skips.has(before)) yield [start, start + word.length];
    before = word;
    commas += whole.endsWith(",") ? 1 : 0;
    if (ENDS.includes(whole.slice(-1)) || commas === COMMAS) return;
  }
}

/** The first words in quotes or brackets behind a name, in its line; not what something `says`. */
export function quotedNear(
  low: string,
  at: number,
  says: ReadonlySet<string>,
): [start: number, end: number] | null {
  const [line = ""] = low.slice(at, at + QUOTED_REACH).split("\n", 1);
  const opening = QUOTE.exec(line);
  const [whole, before = "", mark = ""] = opening ?? [""];
  if (!opening || says.has(trimmedEnd(before, trail))) return null;
  const start = at + opening.index + whole.length;
  const closed = closings[mark] ?? mark;
  const end = low.slice(start, start + QUOTED_REACH).indexOf(closed);
  return end > 0 ? [start, start + end] : null;
}

/** A word that not every sentence could have, and where the clause turned to something else; below 0: nowhere. */
export type OddWord = readonly [start: number, end: number, held: number];
type Extent = readonly [at: number, end: number];

/** The words, of what somebody may have typed, that not every sentence could have. */
export function oddWords(
  { text, low }: { text: string; low: string },
  stops: ReadonlySet<string>,
): OddWord[] {
  const found: OddWord[] = [];
  let held = -1;
  for (const { 0: whole, index: at } of low
    .slice(0, FAR_WITHIN + 2 * FAR_REACH)
    .matchAll(FAR_PIECE)) {
    const word = wordIn(whole);
    const start = at + whole.indexOf(word);
    if (whole === "\n" || whole === "\r") held = -1;
    else if (stops.has(lastPart(word))) held = at;
    else if (word && ODD.test(text.slice(at, at + whole.length)))
      found.push([start, start + word.length, held]);
    if (CLAUSE_ENDS.includes(whole.slice(-1))) held = -1;
  }
  return found;
}

/**
 * Whether a word stands near one of the names, and is about nothing else: a word such as 'order' has what follows in
 * its clause for itself, up to a name.
 */
export function belongs([start, end, held]: OddWord, names: readonly Extent[]): boolean {
  const last = names.findLast(([at]) => at <= start);
  const ahead = names.find(([at]) => at > start);
  if ((last && last[1] > start) || (ahead && ahead[0] < end)) return false;
  const near = (last && end - last[1] <= FAR_REACH) || (ahead && ahead[0] - start <= FAR_REACH);
  return !!near && (held < 0 || (!!last && last[1] > held));
}

/** A piece of text without what stands around it; only passwords end with '!'. */
function wordIn(whole: string): string {
  const word = trimmedStart(trimmedEnd(whole, trail + around), around);
  const plain = trimmedEnd(word, "!?");
  return /^[0-9 -]+$/u.test(plain) ? plain : word;
}

/** 'id' of 'x-trace-id'. */
const lastPart = (word: string): string => trimmedEnd(word, "!?").split(/[_-]/u).at(-1) ?? "";

/** Whether a word has a line to itself. */
export function alone(low: string, start: number, end: number): boolean {
  const before = low.slice(low.lastIndexOf("\n", start - 1) + 1, start);
  const [behind = ""] = low.slice(end).split("\n", 1);
  return !trimmedEnd(before, lead) && !trimmedEnd(behind, trail + lead);
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
