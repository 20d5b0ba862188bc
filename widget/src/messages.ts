/**
 * What the loader in the page and the chat in its frame tell each other. Every message is partial: each
 * field stands for itself, and a field that one side does not know is left alone.
 */

export interface Settings {
  /** A language's tag, as the page asks for it. */
  language?: string;
  /** `#rgb` or `#rrggbb`. */
  accent?: string;
  /** Pixels. */
  radius?: number;
  greeting?: string;
  /** True where the page can give an identity's token. */
  identified: boolean;
}

/** The page's storage, as far as it is the widget's: all values are text. */
export type Kept = Record<string, string>;

export interface PageMessage {
  hello?: { kept: Kept; settings: Settings };
  opened?: boolean;
  token?: { id: number; value: string | null };
}

export interface FrameMessage {
  ready?: true;
  close?: true;
  unread?: number;
  /** Values to keep; null forgets. */
  keep?: Record<string, string | null>;
  /** Asks for the identity's token; `fresh` says that the last one was refused as expired. */
  token?: { id: number; fresh: boolean };
}

/** What the loader reads of what the chat keeps, to ask for unread messages before there is a frame. */
export interface CurrentConversation {
  conversation: string;
  /** Null where an identity opens it. */
  key: string | null;
  number: string;
}

export const CURRENT = "current";
