/**
 * The gate for secrets (R27) on the browser's side: nothing leaves it that `mask` would take out. The rules
 * come from the desk's `masking.yml`, the desk does the same again, and both are held to the same examples.
 */

import book from "./generated/masking.json";
import { type Candidate, type Check, checksFrom } from "./masking-checks";
import {
  alone,
  assigns,
  belongs,
  clauseStart,
  closing,
  dataBodies,
  FAR_WITHIN,
  fitsBefore,
  lower,
  matchAt,
  merged,
  oddWords,
  openingAt,
  quotedNear,
  readings,
  runBefore,
  type Span,
  trimmedEnd,
  WORD,
  wordBefore,
  wordsNear,
} from "./masking-reading";
import type { Secret } from "./protocol";

export interface Masked {
  text: string;
  notices: readonly Secret[];
  /** The hidden keys and tokens themselves, which their sender may release; they never leave the page. */
  values: readonly string[];
}

interface Rule {
  kind: keyof typeof book.kinds;
  takes: string;
  find?: readonly string[];
  exact?: boolean;
  also?: string;
  start?: string;
  preceded_by?: readonly string[];
  not_preceded_by?: readonly string[];
  then?: string;
  value?: string;
  inner?: string;
  end?: string;
  check?: string;
  assigned?: boolean;
}

interface Compiled {
  rank: number;
  rule: Rule;
  pattern: RegExp;
  value: RegExp;
  inner: RegExp;
  check: Check;
}

/** The text, and the same in small letters with every character at its old place. */
interface Body {
  text: string;
  low: string;
}

const PIECE = 128;
const SHORTEST_WITH_ENDS = 20;
const ENDS = 4;
const TAIL = 160;
const PASSES = 64;
const REACH = 200;
const PHRASE = 24;
const TYPED = ["phrase", "quoted"];
const ROW_ENDS = ["", "\n", ".", "!"];

const HALF = /^[A-Za-z0-9]{10,1024}(?:_AK)?$/u;
const HALF_BEGUN = /[A-Za-z0-9_-]{8}$/u;
const REMAINS = /^[^…]{4}…[^…]{4}$/u;
const CUT = new RegExp(book.cut, "u");
const ENDING = new RegExp(book.ending, "uy");

const rules: readonly Rule[] = book.rules as unknown as readonly Rule[];
const checks = checksFrom(book);
const stops: ReadonlySet<string> = new Set(book.stops.split(" "));
const skips: ReadonlySet<string> = new Set(book.skips.split(" "));
const inPhrases = book.in_phrases.split(" ");
const plain: ReadonlySet<string> = new Set([
  ...book.words.split(" ").filter((word) => !inPhrases.includes(word)),
  ...book.common.split(" "),
]);
const says: ReadonlySet<string> = new Set(book.says.split(" "));
const owners = book.owners.split(" ");
const farStops: ReadonlySet<string> = new Set([...stops].filter((word) => !owners.includes(word)));
const NONE: ReadonlySet<string> = new Set();
const parts: Readonly<Record<string, string>> = book.parts;

/** A pattern with its parts put in. */
const full = (pattern = ""): string =>
  pattern.replace(/<([a-z_]+)>/gu, (_, part: string) => full(parts[part]));

const compiled: readonly Compiled[] = rules.map((rule, rank) => ({
  rank,
  rule,
  pattern: new RegExp(full(rule.then), rule.find ? "duy" : "gu"),
  value: new RegExp(full(rule.value), "uy"),
  inner: new RegExp(full(rule.inner), "dgu"),
  check: rule.check ? checks(rule.check) : () => true,
}));

/**
 * Takes the secrets out of a text. `after` is what the same person sent just before, masked: 'my password is'
 * says what the next words are. `spare` holds values that their sender has called no secrets.
 */
export function mask(text: string, after?: string, spare: readonly string[] = []): Masked {
  for (const reading of readings(text)) {
    const whole = maskAll(reading, spare);
    const masked = after ? maskAfter(whole, after, spare) : whole;
    if (masked.notices.length) return masked;
  }
  return { text, notices: [], values: [] };
}

function maskAll(text: string, spare: readonly string[]): Masked {
  let masked: Masked = { text, notices: [], values: [] };
  for (let pass = 0; pass < PASSES; pass++) {
    const spans = spansIn(masked.text, spare);
    if (!spans.length) break;
    masked = replaced(masked, spans);
  }
  return masked;
}

function maskAfter(masked: Masked, after: string, spare: readonly string[]): Masked {
  const before = after.trimEnd().slice(-TAIL);
  const said = masked.text.trim();
  if (!before || !said) return masked;
  const lead = masked.text.length - masked.text.trimStart().length;
  if (endsInRemains(before) && isHalf(said)) {
    const rank = rules.findIndex(({ kind }) => kind === "api_key");
    return replaced(masked, [{ start: lead, end: lead + said.length, rank }]);
  }
  const meet = HALF_BEGUN.test(before) && WORD.test(said.charAt(0));
  for (const joint of [" ", "\n", ...(meet ? [""] : [])]) {
    const edge = before.length + joint.length;
    const crossing = spansIn(before + joint + said.slice(0, FAR_WITHIN), spare).filter(
      ({ end }) => end > edge,
    );
    const moved = crossing.map(({ start, end, rank }) => ({
      start: Math.max(start - edge, 0) + lead,
      end: end - edge + lead,
      rank,
    }));
    if (moved.length) return maskAfter(replaced(masked, moved), after, spare);
  }
  return masked;
}

const endsInRemains = (before: string): boolean =>
  before.endsWith(book.hidden) || REMAINS.test(before.slice(-9));

const isHalf = (said: string): boolean =>
  HALF.test(said) && /[0-9]/u.test(said) && !/^[0-9]+$/u.test(said);

/** Where secrets stand; where nothing is found near its name, what stands further away from one. */
function spansIn(text: string, spare: readonly string[]): Span[] {
  const body = { text, low: lower(text) };
  const tried = compiled.filter(({ rule }) => body.low.includes(rule.also ?? ""));
  const near = tried
    .filter((each) => !isFar(each))
    .flatMap((each) => (each.rule.find ? behindWords(each, body) : byItself(each, body)));
  const kept = apart(near, body, spare);
  return kept.length ? kept : apart(far(tried.filter(isFar), body), body, spare);
}

/** Leaves out keys that their sender called no secrets, and what lies inside a picture. */
function apart(spans: readonly Span[], { text, low }: Body, spare: readonly string[]): Span[] {
  const pictures = dataBodies(low, book.data);
  return merged(
    spans.filter(
      ({ start, end, rank }) =>
        !pictures.some((picture) => picture.start <= start && end <= picture.end) &&
        !((shows(rank) || rules[rank]?.takes === "far") && spare.includes(text.slice(start, end))),
    ),
  );
}

const isFar = ({ rule }: Compiled): boolean => rule.takes === "far";

function behindWords(each: Compiled, body: Body): Span[] {
  return (each.rule.find ?? []).flatMap((word) => [...behind(word, each, body)]);
}

function byItself(each: Compiled, body: Body): Span[] {
  return [...body.low.matchAll(each.pattern)]
    .filter((matched) => fitsBefore(each.rule, body.low, matched.index))
    .flatMap((matched) => kept(each, body, matched.index, matched.index + matched[0].length));
}

/** Every word that looks like a value of a name that stands further away, in what somebody may have typed. */
function far(rules: readonly Compiled[], body: Body): Span[] {
  const named = rules.map((each) => ({
    each,
    names: (each.rule.find ?? [])
      .flatMap((word) => [...places(word, each, body.low)])
      .sort(([a, b], [c, d]) => a - c || b - d),
  }));
  if (!named.some(({ names }) => names.length)) return [];
  const words = oddWords(body, farStops);
  return named.flatMap(({ each, names }) =>
    words
      .filter((word) => belongs(word, names))
      .flatMap(([start, end]) =>
        kept(each, body, start, end, { ...NO_STAND, last: alone(body.low, start, end) }),
      ),
  );
}

function* places(word: string, each: Compiled, low: string): Generator<[at: number, end: number]> {
  for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) {
    if (at + word.length > FAR_WITHIN) return;
    const start = at + word.length;
    const matched = fitsBefore(each.rule, low, at) && matchAt(each.pattern, low, start);
    if (matched) yield [at, start + matched[0].length];
  }
}

function* behind(word: string, each: Compiled, body: Body): Generator<Span> {
  const { rule } = each;
  const searched = rule.exact ? body.text : body.low;
  const within = TYPED.includes(rule.takes) ? FAR_WITHIN : searched.length;
  let resume = 0;
  for (let at = searched.indexOf(word); at >= 0; at = searched.indexOf(word, resume)) {
    resume = at + word.length;
    if (resume > within) return;
    const start = resume;
    const matched = fitsBefore(rule, body.low, at) && matchAt(each.pattern, searched, start);
    if (!matched) continue;
    const end = start + matched[0].length;
    for (const span of taken(each, body, at, start, matched)) {
      yield span;
      resume = Math.max(resume, span.end);
    }
    if (rule.takes === "each") resume = Math.max(resume, end);
  }
}

function taken(
  each: Compiled,
  body: Body,
  at: number,
  start: number,
  matched: RegExpExecArray,
): Span[] {
  const end = start + matched[0].length;
  const [from, to] = matched.indices?.[1] ?? [start, end];
  switch (each.rule.takes) {
    case "all":
      return kept(each, body, at, end);
    case "whole":
      return kept(each, body, runBefore(body.text, at), end);
    case "before":
      return kept(each, body, ...wordBefore(body.low, at));
    case "group":
      return kept(each, body, from, to);
    case "each":
      return [...body.low.slice(from, to).matchAll(each.inner)].flatMap(({ indices }) => {
        const [first, last] = indices?.[1] ?? [0, 0];
        return kept(each, body, from + first, from + last);
      });
    case "near":
      return first(each, body, wordsNear(body.low, end, stops, skips));
    case "clause": {
      const clause = clauseStart(body.low, at);
      const reach = at - clause;
      return first(each, body, wordsNear(body.low, clause, stops, skips, reach, reach));
    }
    case "phrase":
      return phrase(each, body, end);
    case "quoted": {
      const quoted = quotedNear(body.low, end, says);
      return quoted ? kept(each, body, ...quoted) : [];
    }
    default:
      return valueAt(each, body, end, matched[0]);
  }
}

/** The first of the words around a name that looks like its value. */
function first(each: Compiled, body: Body, words: Iterable<[start: number, end: number]>): Span[] {
  for (const [start, end] of words) {
    const spans = kept(each, body, start, end);
    if (spans.length) return spans;
  }
  return [];
}

/**
 * The words behind a name that no sentence would have in a row: all up to the end of the clause, or those before
 * the first that any sentence may have.
 */
function phrase(each: Compiled, body: Body, at: number): Span[] {
  const words = [...wordsNear(body.low, at, NONE, NONE, REACH, PHRASE)];
  const gap = words.findIndex(([start], n) => n > 0 && start !== (words[n - 1]?.[1] ?? 0) + 1);
  const row = gap < 0 ? words : words.slice(0, gap);
  const behind = body.low.charAt(row.at(-1)?.[1] ?? 0);
  const whole = ROW_ENDS.includes(behind) ? inRow(each, body, row) : [];
  if (whole.length) return whole;
  const common = row.findIndex(([start, end]) => plain.has(body.low.slice(start, end)));
  return inRow(each, body, common < 0 ? row : row.slice(0, common));
}

function inRow(each: Compiled, body: Body, row: readonly [number, number][]): Span[] {
  const [first, last] = [row.at(0), row.at(-1)];
  return first && last ? kept(each, body, first[0], last[1]) : [];
}

/** Reads the value behind a name: up to its closing quote, or as long as it can be one. */
function valueAt(each: Compiled, body: Body, at: number, link: string): Span[] {
  const { low } = body;
  const opening = openingAt(low, at);
  const start = at + (opening ? opening[0].length : 0);
  if (opening) {
    const end = closing(low, opening, start);
    if (end > start && !low.slice(start, end).includes("\n"))
      return kept(each, body, start, end, { assigned: true, quoted: true, last: false });
  }
  const run = matchAt(each.value, low, start)?.[0] ?? "";
  const cut = run.search(CUT);
  const assigned = assigns(link);
  if (cut < 0 && run.length >= PIECE) return long(each, body, start, run, assigned);
  const whole = cut < 0 ? run : run.slice(0, cut);
  const end = start + trimmedEnd(whole, book.reading.trail).length;
  if (low[end] === ":" && /^\p{L}*$/u.test(low.slice(start, end))) return [];
  const last = end < start + whole.length || end === low.length || !!matchAt(ENDING, low, end);
  return kept(each, body, start, end, { assigned, quoted: false, last });
}

/** Judges a long value by its first piece, and reads it to its end only if it is a secret. */
function long(each: Compiled, body: Body, start: number, run: string, assigned: boolean): Span[] {
  const { low } = body;
  let end = start + run.length;
  const spans = kept(each, body, start, end, { ...NO_STAND, assigned });
  if (!spans.length) return spans;
  for (let more = matchAt(each.value, low, end)?.[0]; more; ) {
    const cut = more.search(CUT);
    end += cut < 0 ? more.length : cut;
    more = cut < 0 ? matchAt(each.value, low, end)?.[0] : "";
  }
  end = start + trimmedEnd(low.slice(start, end), book.reading.trail).length;
  return spans.map((span) => ({ ...span, end }));
}

const NO_STAND = { assigned: false, quoted: false, last: false };

/** The span, if its value is one that the rule means. */
function kept(
  { rule, rank, check }: Compiled,
  { text, low }: Body,
  start: number,
  end: number,
  stand: Omit<Candidate, "value"> = NO_STAND,
): Span[] {
  const value = text.slice(start, end);
  if (!value || value.includes(book.hidden) || REMAINS.test(value)) return [];
  if (rule.end && WORD.test(low.charAt(end))) return [];
  const assigned = stand.assigned || !!rule.assigned;
  return check({ ...stand, value, assigned }) ? [{ start, end, rank }] : [];
}

/** What shows its ends is a key or a token; only those may be released (docs/adr, record 39). */
const shows = (rank: number): boolean => book.kinds[kindOf(rank)] === "ends";

const kindOf = (rank: number): Rule["kind"] => rules[rank]?.kind ?? "api_key";

function replaced({ text, notices, values }: Masked, spans: readonly Span[]): Masked {
  let done = "";
  let at = 0;
  const found = [...values];
  const told = new Map(notices.map((notice) => [notice.kind + notice.shown, notice]));
  for (const { start, end, rank } of spans) {
    const kind = kindOf(rank);
    const value = text.slice(start, end);
    const shown = remains(kind, value);
    if (shows(rank)) found.push(value);
    told.set(kind + shown, { kind, shown });
    done += text.slice(at, start) + shown;
    at = end;
  }
  return { text: done + text.slice(at), notices: [...told.values()], values: found };
}

function remains(kind: Rule["kind"], value: string): string {
  const characters = [...value];
  if (book.kinds[kind] !== "ends" || characters.length < SHORTEST_WITH_ENDS) return book.hidden;
  return `${characters.slice(0, ENDS).join("")}…${characters.slice(-ENDS).join("")}`;
}
