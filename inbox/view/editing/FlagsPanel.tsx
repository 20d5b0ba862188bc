import { browserZone, shortTime } from "@firstline/client/format";
import type { WireError } from "@firstline/client/protocol";
import { useEffect, useState } from "preact/hooks";
import { addressOf } from "../../desk/address";
import type { EditingDesk } from "../../desk/editing";
import { now } from "../../desk/ticker";
import { type FlagShown, settlesFlags } from "../../model/editing";
import type { Agent } from "../../model/wire";
import { useTexts } from "../context";
import { ErrorLine } from "../ErrorLine";

interface Props {
  desk: EditingDesk;
  agent: Agent;
  /** Grows where flags have changed. */
  news: number;
}

/** What agents say that the intake should have asked (R71). */
export function FlagsPanel({ desk, agent, news }: Props) {
  const texts = useTexts();
  const [flags, setFlags] = useState<FlagShown[] | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  useEffect(() => {
    void desk.flags().then((ack) => ack.ok && setFlags(ack.flags));
  }, [desk, news]);
  const settle = async (flag: FlagShown) => {
    const ack = await desk.settle(flag);
    setError(ack.ok ? null : ack.error);
  };
  return (
    <section class="editing-panel" aria-labelledby="flags-title">
      <header>
        <h2 id="flags-title">{texts.say("editing.flags")}</h2>
      </header>
      {flags?.length === 0 && <p class="muted">{texts.say("editing.no_flags")}</p>}
      <ul class="flags">
        {flags?.map((flag) => (
          <li key={`${flag.conversation}${flag.position}`}>
            <p>{flag.text}</p>
            <p class="muted">
              <a href={addressOf(flag.number)}>{flag.number}</a> ·{" "}
              {texts.say(`languages.${flag.language}`)} · {flag.by} ·{" "}
              {shortTime(flag.at, now(), texts.tag, browserZone())}
            </p>
            {settlesFlags(agent) && (
              <button class="button small" type="button" onClick={() => void settle(flag)}>
                {texts.say("editing.done")}
                <span class="heard"> {flag.number}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine error={error} />
    </section>
  );
}
