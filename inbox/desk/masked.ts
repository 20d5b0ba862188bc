/** The gate for secrets on the way out (R27): what an agent writes is masked before it leaves the browser. */

import { mask } from "@firstline/client/masking";
import type { Secret } from "@firstline/client/protocol";

export function masked(written: string): { text: string; secrets: Secret[] } {
  const { text, notices } = mask(written);
  return { text, secrets: [...notices] };
}

/** For the short texts that carry no list of what was masked: reasons, subjects, tags. */
export const maskedText = (text: string): string => mask(text.trim()).text;
