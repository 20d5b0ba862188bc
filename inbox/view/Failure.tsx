import { botsAway } from "../model/state";
import { useInbox, useInboxState, useTexts } from "./context";
import { errorText } from "./ErrorLine";

// Good news, though nothing was claimed.
const NOBODY_WAITS = "queue_is_empty";

/** One line over the bar: no connection, a bot that is away, a newer inbox, or what was refused. */
export function Failure() {
  const inbox = useInbox();
  const texts = useTexts();
  const link = useInboxState((state) => state.link.kind);
  const failure = useInboxState((state) => state.failure);
  const outdated = useInboxState((state) => state.outdated);
  const away = useInboxState(botsAway);
  const bots = useInboxState((state) => state.bot?.of ?? 0);
  return (
    <div class="strip-place" role="status">
      {link === "offline" && <p class="strip due">{texts.say("link.offline")}</p>}
      {away > 0 && <p class="strip due">{texts.say("link.bot_away", { away, of: bots })}</p>}
      {outdated && (
        <p class="strip">
          {texts.say("link.outdated")}{" "}
          <button class="button" type="button" onClick={() => location.reload()}>
            {texts.say("link.reload")}
          </button>
        </p>
      )}
      {failure && (
        <p class={`strip ${failure.code === NOBODY_WAITS ? "" : "missed"}`}>
          {errorText(failure, texts)}{" "}
          <button class="button" type="button" onClick={() => inbox.fail(null)}>
            {texts.say("error.put_away")}
          </button>
        </p>
      )}
    </div>
  );
}
