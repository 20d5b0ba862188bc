import { browserZone, shortTime } from "@firstline/client/format";
import { now } from "../../desk/ticker";
import type { Content } from "../../model/editing";
import { useTexts } from "../context";

/** Whether what is on the disk is what the desk says, and if not, why. */
export function ContentState({ content }: { content: Content | null }) {
  const texts = useTexts();
  if (!content) return <p class="editing-state muted">{texts.say("editing.loading")}</p>;
  const { refused, since, model } = content;
  const time = since && shortTime(since, now(), texts.tag, browserZone());
  return (
    <section class="editing-state" aria-label={texts.say("editing.state")} aria-live="polite">
      {refused.length === 0 ? (
        <p>
          <span class="tone-solved">✓</span>{" "}
          {time ? texts.say("editing.live_since", { time }) : texts.say("editing.live")}
          {MODELS.has(model) && <span class="muted"> {texts.say(`editing.model_${model}`)}</span>}
        </p>
      ) : (
        <details>
          <summary class="tone-missed">
            {texts.say("editing.refused", { count: refused.length })}
          </summary>
          <ul class="editing-lines">
            {refused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** What is worth a word: a model that answers as the files say is not. */
const MODELS = new Set(["training", "failed", "elsewhere"]);
