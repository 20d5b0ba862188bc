import { Composer } from "./Composer";
import { useInbox, useInboxState, useTexts } from "./context";
import { errorText } from "./ErrorLine";
import { Header } from "./Header";
import { ConversationSkeleton } from "./Skeleton";
import { Transcript } from "./Transcript";

export function Conversation() {
  const loaded = useInboxState((state) => state.open?.transcript.card != null);
  const error = useInboxState((state) => state.open?.error ?? null);
  const conversation = useInboxState((state) => state.open?.conversation ?? "");
  if (!loaded) return error ? <NotLoaded /> : <ConversationSkeleton />;
  return (
    <article class="conversation">
      <Header />
      <Transcript key={conversation} />
      <Composer key={`composer-${conversation}`} conversation={conversation} />
    </article>
  );
}

function NotLoaded() {
  const inbox = useInbox();
  const texts = useTexts();
  const open = useInboxState((state) => state.open);
  if (!open?.error) return null;
  const again = () => {
    inbox.desk.opened.close();
    inbox.desk.opened.open(open.conversation);
  };
  return (
    <div class="empty" role="alert">
      <p>{texts.say("conversation.failed")}</p>
      <p class="muted">{errorText(open.error, texts)}</p>
      <button class="button" type="button" onClick={again}>
        {texts.say("conversation.try_again")}
      </button>
    </div>
  );
}
