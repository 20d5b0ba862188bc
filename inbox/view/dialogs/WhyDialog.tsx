import type { WireError } from "@firstline/client/protocol";
import { useEffect, useState } from "preact/hooks";
import { now } from "../../desk/ticker";
import { nextClock } from "../../model/clock";
import type { ClockName, Why } from "../../model/wire";
import { spanWords } from "../../model/words";
import { useCard, useInbox, useTexts } from "../context";
import { ErrorLine } from "../ErrorLine";
import { Dialog } from "./Dialog";
import { Timeline } from "./Timeline";

/** 'Why is this red?' (R51): each clock explains itself, span by span. */
export function WhyDialog() {
  const texts = useTexts();
  const card = useCard();
  const clocks = card?.clocks ?? [];
  const first = nextClock(clocks, now())?.name ?? clocks[0]?.name ?? "first_response";
  const [chosen, choose] = useState<ClockName>(first);
  const { why, error } = useWhy(chosen);
  return (
    <Dialog title={texts.say("why.title", { clock: texts.say(`clock.${chosen}`) })} kind="wide">
      {clocks.length > 1 && (
        <div class="composer-tabs">
          {clocks.map(({ name }) => (
            <button
              key={name}
              class="tab small"
              type="button"
              aria-pressed={name === chosen}
              onClick={() => choose(name)}
            >
              {texts.say(`clock.${name}`)}
            </button>
          ))}
        </div>
      )}
      <div class="why">
        <ErrorLine error={error} />
        {!why && !error && <p class="muted">{texts.say("why.loading")}</p>}
        {why && (
          <>
            {why.rule && (
              <p>{texts.say("why.rule", { rule: why.rule, span: spanWords(why.span, texts) })}</p>
            )}
            <Timeline why={why} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function useWhy(clock: ClockName): { why: Why | null; error: WireError | null } {
  const inbox = useInbox();
  const [answer, setAnswer] = useState<{
    clock: string;
    why: Why | null;
    error: WireError | null;
  }>();
  useEffect(() => {
    let wanted = true;
    void inbox.why(clock).then((ack) => {
      if (!wanted) return;
      setAnswer(ack.ok ? { clock, why: ack, error: null } : { clock, why: null, error: ack.error });
    });
    return () => {
      wanted = false;
    };
  }, [inbox, clock]);
  return answer?.clock === clock ? answer : { why: null, error: null };
}
