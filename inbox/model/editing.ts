/** What content editors work with, and what the page knows of it. */

import type {
  Confusions,
  Directive,
  Found,
  Heard,
  Told,
  Verdict,
} from "@firstline/client/generated/types";
import type { Language, Moment, Position } from "@firstline/client/protocol";
import type { Agent } from "./wire";

export type { Confusions, Found, Heard, Told, Verdict };

export interface Content extends Told {
  /** The names of a language's files. */
  files: string[];
}

/** What an agent says that the intake should have asked (R71). */
export interface FlagShown {
  conversation: string;
  number: string;
  language: Language;
  position: Position;
  text: string;
  by: string;
  at: Moment;
}

/** Whether the editors' page is there for somebody; leads look at it. */
export const seesEditing = (agent: Agent): boolean => agent.role !== "agent";

/** Whether somebody may mark a flag as done. */
export const settlesFlags = (agent: Agent): boolean =>
  agent.role === "editor" || agent.role === "admin";

/** Unsaved files by `language/file`; what is as on the disk stands in no draft. */
export type Drafts = Readonly<Record<string, string>>;

export const draftKey = (language: string, file: string): string => `${language}/${file}`;

/** The drafts with a file as it reads now. */
export function withDraft(drafts: Drafts, key: string, text: string, saved: string): Drafts {
  const { [key]: _, ...others } = drafts;
  return text === saved ? others : { ...others, [key]: text };
}

/** The unsaved files of one language by their names, as a trial takes them. */
export function draftsOf(drafts: Drafts, language: string): Record<string, string> {
  const own = Object.entries(drafts).filter(([key]) => key.startsWith(`${language}/`));
  return Object.fromEntries(own.map(([key, text]) => [key.slice(language.length + 1), text]));
}

/** Where a line of a text begins and ends, counted in characters; lines count from 1. */
export function spanOfLine(text: string, line: number): [number, number] {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).join("\n").length;
  const start = line > 1 ? before + 1 : 0;
  return [start, start + (lines[line - 1]?.length ?? 0)];
}

/** A directive in a line, in the words of the flows: `say ask.time`, `do hand_off`. */
export function directiveWords({ say, do: done, asks, what, to }: Directive): string {
  const words = [say && `say ${say}`, done && `do ${done}`, asks && `asks ${asks}`, what || to];
  return words.filter(Boolean).join(" ");
}

/** A share from 0 to 1 as whole percents. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
