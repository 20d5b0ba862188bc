import { LANGUAGES, type Language } from "@firstline/client/protocol";
import { named } from "../model/words";
import { useInbox, useInboxState, useTexts } from "./context";

/** Team and language of the list in sight. */
export function Filters() {
  const inbox = useInbox();
  const texts = useTexts();
  const filter = useInboxState((state) => state.lists.filter);
  const teams = useInboxState((state) => state.teams);
  return (
    <div class="filters">
      <select
        class="select"
        aria-label={texts.say("list.team")}
        value={filter.team ?? ""}
        onChange={({ currentTarget }) =>
          inbox.desk.lists.filter({ ...filter, team: currentTarget.value || null })
        }
      >
        <option value="">{texts.say("list.any_team")}</option>
        {teams.map((team) => (
          <option key={team} value={team}>
            {named(texts, "team", team)}
          </option>
        ))}
      </select>
      <select
        class="select"
        aria-label={texts.say("list.language")}
        value={filter.language ?? ""}
        onChange={({ currentTarget }) =>
          inbox.desk.lists.filter({
            ...filter,
            language: (currentTarget.value || null) as Language | null,
          })
        }
      >
        <option value="">{texts.say("list.any_language")}</option>
        {LANGUAGES.map((language) => (
          <option key={language} value={language}>
            {texts.say(`languages.${language}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
