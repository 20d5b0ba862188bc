/** Looks texts up by dotted key, with `{name}` placeholders; what a language lacks comes from the fallback. */

export type Bundle = { [key: string]: string | Bundle };
export type Values = Record<string, string | number>;

export interface Texts {
  /** The language's code as the desk writes it, such as `pt_BR`. */
  language: string;
  /** The language's tag as browsers write it, such as `pt-BR`. */
  tag: string;
  /** Gives the text; the key itself where no text exists. */
  say: (key: string, values?: Values) => string;
  /** Gives the text `<key>.<plural form of count>`; the form `other` stands in for a missing one. */
  count: (key: string, count: number, type?: Intl.PluralRuleType) => string;
  has: (key: string) => boolean;
}

export function createTexts(language: string, bundle: Bundle, fallback: Bundle = {}): Texts {
  const tag = languageTag(language);
  const find = (key: string) => lookUp(bundle, key) ?? lookUp(fallback, key);
  const say = (key: string, values: Values = {}) => fill(find(key) ?? key, values);
  return {
    language,
    tag,
    say,
    has: (key) => find(key) !== undefined,
    count: (key, count, type = "cardinal") => {
      const form = `${key}.${new Intl.PluralRules(tag, { type }).select(count)}`;
      return say(find(form) === undefined ? `${key}.other` : form, { count });
    },
  };
}

export const languageTag = (language: string): string => language.replace("_", "-");

/** The first of the known languages that fits what the browser prefers, else the first known one. */
export function preferredLanguage<Code extends string>(
  preferred: readonly string[],
  known: readonly [Code, ...Code[]],
): Code {
  const base = (tag: string) => tag.toLowerCase().split(/[-_]/)[0];
  for (const tag of preferred) {
    const fitting = known.find((code) => base(code) === base(tag));
    if (fitting) return fitting;
  }
  return known[0];
}

function lookUp(bundle: Bundle, key: string): string | undefined {
  const whole = bundle[key];
  if (typeof whole === "string") return whole;
  let inner: string | Bundle | undefined = bundle;
  for (const part of key.split(".")) {
    inner = typeof inner === "object" ? inner[part] : undefined;
  }
  return typeof inner === "string" ? inner : undefined;
}

const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    name in values ? String(values[name]) : placeholder,
  );
