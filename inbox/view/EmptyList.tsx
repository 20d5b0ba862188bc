import { useInbox, useInboxState, useTexts } from "./context";

/** An empty list is a sentence and the next step. */
export function EmptyList() {
  const inbox = useInbox();
  const texts = useTexts();
  const { search, filter, chosen } = useInboxState((state) => state.lists);
  if (search)
    return (
      <div class="empty">
        <p>{texts.say("empty.search", { text: search.text })}</p>
        <p class="muted">{texts.say("empty.search_next")}</p>
      </div>
    );
  if (filter.team || filter.language)
    return (
      <div class="empty">
        <p>{texts.say("empty.filtered")}</p>
        <button
          class="button"
          type="button"
          onClick={() => inbox.desk.lists.filter({ team: null, language: null })}
        >
          {texts.say("empty.filtered_next")}
        </button>
      </div>
    );
  return (
    <div class="empty">
      <p>{texts.say(`empty.${chosen}`)}</p>
      <p class="muted">{texts.say(`empty.${chosen}_next`)}</p>
    </div>
  );
}
