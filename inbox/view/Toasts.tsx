import { useEffect, useState } from "preact/hooks";
import { now } from "../desk/ticker";
import { noticeWords } from "../model/words";
import { useInbox, useInboxState, useWords } from "./context";
import { NoticeLine } from "./dialogs/NoticesDialog";

const STAY = 8000;
const MOST = 3;

/** The newest notices, for a moment; they stay in the list of notices. */
export function Toasts() {
  const inbox = useInbox();
  const words = useWords();
  const notices = useInboxState((state) => state.notices.all);
  const [, draw] = useState(0);
  const recent = notices.filter((one) => !one.read && now() - one.at < STAY).slice(0, MOST);
  useEffect(() => {
    if (recent.length === 0) return;
    const timer = setTimeout(() => draw((count) => count + 1), STAY);
    return () => clearTimeout(timer);
  }, [recent.length]);
  useEffect(() => {
    inbox.alerts.words = (notice) => noticeWords(notice, words);
  });
  return (
    <div class="toasts" role="status">
      {recent.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
