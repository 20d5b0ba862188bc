import type { Lead } from "@firstline/client/protocol";
import { useState } from "preact/hooks";
import { useChat } from "./context";
import { Icon } from "./Icon";

/** What is left to do at the end: follow an incident, judge the solution, rate, follow where it was joined (R25, R47). */
export function Ending() {
  const { state } = useChat();
  const { card } = state.transcript;
  if (!card) return null;
  if (card.incident && card.phase === "incident") return <Incident {...card.incident} />;
  if (card.phase === "resolved") return <Judgement />;
  if (card.phase !== "closed") return null;
  if (card.joined_to)
    return <Joined number={card.joined_to} conversation={card.joined_conversation} />;
  if (!card.solution) return null;
  return card.rated ? <p class="event">{state.texts.say("rate.thanks")}</p> : <Rating />;
}

function Incident({ title, url }: { title: string; url: string }) {
  const { session, state } = useChat();
  const { say } = state.texts;
  return (
    <section class="card" aria-label={say("incident.label")}>
      <h3>{say("incident.label")}</h3>
      <p dir="auto">{title}</p>
      <p class="hint">{say("incident.text")}</p>
      {url.startsWith("https://") && (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {say("incident.link")}
        </a>
      )}
      <button type="button" class="plain" onClick={() => session.askForPerson()}>
        {say("person.ask")}
      </button>
    </section>
  );
}

function Judgement() {
  const { session, state } = useChat();
  const { say } = state.texts;
  const judge = (solved: boolean) => () => void session.order("judge_solution", { solved });
  return (
    <section class="card" aria-label={say("judge.question")}>
      <h3>{say("judge.question")}</h3>
      <div class="pair">
        <button type="button" class="choice solved" onClick={judge(true)}>
          <Icon name="check" />
          {say("judge.solved")}
        </button>
        <button type="button" class="choice" onClick={judge(false)}>
          {say("judge.not_solved")}
        </button>
      </div>
      <p class="hint">{say("judge.silence")}</p>
    </section>
  );
}

const STARS = [1, 2, 3, 4, 5];

function Rating() {
  const { session, state } = useChat();
  const { say } = state.texts;
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState("");
  const send = (event: Event) => {
    event.preventDefault();
    void session.rate(stars, comment);
  };
  return (
    <form class="card" onSubmit={send}>
      <fieldset class="stars">
        <legend>{say("rate.question")}</legend>
        {STARS.map((value) => (
          <label key={value} class={value <= stars ? "star on" : "star"}>
            <input
              type="radio"
              name="stars"
              value={value}
              checked={value === stars}
              onChange={() => setStars(value)}
            />
            <Icon name="star" />
            <span class="hidden">{say("rate.stars", { stars: value })}</span>
          </label>
        ))}
      </fieldset>
      <div class="rest" hidden={stars === 0}>
        <label>
          <span>{say("rate.comment")}</span>
          <textarea
            rows={2}
            maxLength={2000}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          {say("rate.send")}
        </button>
      </div>
    </form>
  );
}

function Joined({ number, conversation }: Lead) {
  const { session, state } = useChat();
  const { say } = state.texts;
  return (
    <section class="card">
      <p>{say("joined.text", { number })}</p>
      <button
        type="button"
        class="primary"
        onClick={() => void session.follow({ number, conversation })}
      >
        {say("joined.open", { number })}
      </button>
    </section>
  );
}
