import { LANGUAGES, type Language } from "@firstline/client/protocol";
import { useSurroundings } from "./context";

/** The names of languages in themselves, so that everyone finds their own. */
const OWN_NAMES: Record<Language, string> = {
  en: "English",
  pt_BR: "Português (Brasil)",
  de: "Deutsch",
  es: "Español",
  ru: "Русский",
};

export function LanguageSelect({ label }: { label: string }) {
  const { texts, setLanguage } = useSurroundings();
  return (
    <select
      class="select"
      aria-label={label}
      value={texts.language}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
    >
      {LANGUAGES.map((language) => (
        <option key={language} value={language} lang={language.replace("_", "-")}>
          {OWN_NAMES[language]}
        </option>
      ))}
    </select>
  );
}
