import type { WireError } from "@firstline/client/protocol";
import type { Texts } from "@firstline/client/texts";
import { useTexts } from "./context";

/** The desk's own words for a refusal, else the inbox's for its code, else a general sentence. */
export function errorText(error: WireError, texts: Texts, fallback = "error.happened"): string {
  if (error.text) return error.text;
  return texts.has(`error.${error.code}`) ? texts.say(`error.${error.code}`) : texts.say(fallback);
}

/** What happened and, in `kept`, what was kept. */
export function ErrorLine({ error, kept }: { error: WireError | null; kept?: string }) {
  const texts = useTexts();
  return (
    <p class="form-error" role="alert">
      {error && `${errorText(error, texts)} ${kept ?? ""}`}
    </p>
  );
}
