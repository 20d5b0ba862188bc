import { LANGUAGES, type Language } from "@firstline/client/protocol";
import { useEffect, useMemo, useState } from "preact/hooks";
import { goTo } from "../../desk/address";
import { EditingDesk } from "../../desk/editing";
import { type Content, type Drafts, draftsOf } from "../../model/editing";
import type { Agent } from "../../model/wire";
import { useInbox, useTexts } from "../context";
import { ContentState } from "./ContentState";
import { DraftPanel } from "./DraftPanel";
import { FlagsPanel } from "./FlagsPanel";
import { PhrasesPanel } from "./PhrasesPanel";
import { TrialPanel } from "./TrialPanel";

/** Where content editors try texts and see what agents miss; nothing here is stored (R71, R72). */
export function EditingPage({ agent }: { agent: Agent }) {
  const inbox = useInbox();
  const texts = useTexts();
  const desk = useMemo(() => new EditingDesk(inbox.desk.connection), [inbox]);
  const [content, setContent] = useState<Content | null>(null);
  const [news, setNews] = useState(0);
  const [language, setLanguage] = useState<Language>(agent.language);
  const [drafts, setDrafts] = useState<Drafts>({});
  useEffect(() => {
    const look = () => void desk.content().then((ack) => ack.ok && setContent(ack));
    const flags = () => setNews((count) => count + 1);
    look();
    return desk.onNews(look, flags);
  }, [desk]);
  return (
    <main class="editing" id="conversation" tabIndex={-1}>
      <header class="editing-head">
        <button class="button quiet" type="button" onClick={() => goTo(null)}>
          ← <span>{texts.say("editing.back")}</span>
        </button>
        <h1>{texts.say("editing.title")}</h1>
        <span class="space" />
        <label class="editing-choice">
          <span>{texts.say("editing.language")}</span>
          <select
            class="select"
            value={language}
            onChange={({ currentTarget }) => setLanguage(currentTarget.value as Language)}
          >
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {texts.say(`languages.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </header>
      <ContentState content={content} />
      <div class="editing-panels">
        <DraftPanel
          key={`${language}-draft`}
          desk={desk}
          language={language}
          files={content?.files ?? []}
          drafts={drafts}
          change={setDrafts}
        />
        <TrialPanel
          key={`${language}-trial`}
          desk={desk}
          language={language}
          drafts={draftsOf(drafts, language)}
        />
        <FlagsPanel desk={desk} agent={agent} news={news} />
        <PhrasesPanel
          key={`${language}-phrases`}
          desk={desk}
          language={language}
          draft={drafts[`${language}/nlu`] ?? ""}
        />
      </div>
    </main>
  );
}
