/** The gate for secrets on the way out (R27): what an agent writes is masked before it leaves the browser. */

import { mask } from "@firstline/client/masking";

export const masked = mask;

/** For the short texts that carry no list of what was masked: reasons, subjects, tags. */
export const maskedText = (text: string): string => mask(text.trim()).text;
