import { LANGUAGES, type Language } from "@firstline/client/protocol";
import { createTexts, preferredLanguage } from "@firstline/client/texts";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Inbox } from "../desk/inbox";
import { fetchTexts, type Page } from "../desk/page";
import { keep, kept } from "../desk/storage";
import { useSelected } from "../desk/store";
import { SurroundingsContext } from "./context";
import { Shell } from "./Shell";
import { SignIn } from "./SignIn";

/** The page: the texts around everything, and either the sign-in or the inbox. */
export function App({ inbox, page }: { inbox: Inbox; page: Page }) {
  const session = useSelected(inbox.store, (state) => state.session);
  const own = session.kind === "in" ? session.agent.language : null;
  const [texts, setLanguage] = useTextsOf(page, own);
  const [singleKeys, setSingleKeys] = useState(kept("single-keys") !== "off");
  const surroundings = {
    inbox,
    texts,
    setLanguage,
    singleKeys,
    setSingleKeys: (on: boolean) => {
      keep("single-keys", on ? null : "off");
      setSingleKeys(on);
    },
  };
  return (
    <SurroundingsContext.Provider value={surroundings}>
      {session.kind === "out" && <SignIn />}
      {session.kind === "in" && <Shell agent={session.agent} />}
    </SurroundingsContext.Provider>
  );
}

/** Texts in the language that was chosen here, else in the agent's own, else in the browser's. */
function useTextsOf(page: Page, own: Language | null) {
  const chosenBefore = kept("language") as Language | null;
  const first = chosenBefore ?? own ?? preferredLanguage(navigator.languages, LANGUAGES);
  const [chosen, choose] = useState<Language | null>(chosenBefore);
  const wanted = chosen ?? own ?? first;
  const [bundles, setBundles] = useState({ [page.language]: page.texts });
  useEffect(() => {
    if (bundles[wanted]) return;
    void fetchTexts(wanted).then((bundle) => {
      if (bundle) setBundles((known) => ({ ...known, [wanted]: bundle }));
    });
  }, [wanted, bundles]);
  const language = bundles[wanted] ? wanted : page.language;
  const texts = useMemo(
    () => createTexts(language, bundles[language] ?? {}, page.texts),
    [language, bundles, page],
  );
  useEffect(() => {
    document.documentElement.lang = texts.tag;
  }, [texts]);
  const set = (language: Language) => {
    keep("language", language);
    choose(language);
  };
  return [texts, set] as const;
}
