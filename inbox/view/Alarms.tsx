import { addressOf } from "../desk/address";
import { alarms, pageWords } from "../model/paging";
import type { RowPage } from "../model/wire";
import { useInboxState, useTexts } from "./context";
import { SurgeAlarms } from "./SurgeAlarm";

/** Below the bar, for everybody, until it is over: conversations for which nobody on call answers. */
export function Alarms() {
  const texts = useTexts();
  const paged = useInboxState((state) => state.lists.paged);
  return (
    <div class="alarms" role="alert">
      <SurgeAlarms />
      {alarms(paged).map((row) => (
        <p key={row.conversation} class="alarm">
          <a href={addressOf(row.number)}>
            <span class="number">{row.number}</span>{" "}
            {row.subject || texts.say("conversation.no_subject")}
          </a>
          <strong>{pageWords(row.page as RowPage, texts)}</strong>
        </p>
      ))}
    </div>
  );
}
