/** The address of the page says which conversation is open. */

/** Conversations are addressed by their number, so that a link can be sent to a colleague. */
export const addressOf = (number: string): string => `#/${number}`;

export const goTo = (number: string | null): void => {
  location.hash = number ? addressOf(number) : "#/";
};

/** Where content editors work; no number is in lower case. */
export const EDITING = "#/editing";

export const numberIn = (hash: string): string | null =>
  hash === EDITING ? null : (/^#\/([\w-]+)$/.exec(hash)?.[1] ?? null);
