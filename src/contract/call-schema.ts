import type { z } from 'zod';

/** One call: what goes in, what comes out, both checked at run time on the side that receives them. */
export interface CallSchema {
  input: z.ZodType;
  output: z.ZodType;
}
