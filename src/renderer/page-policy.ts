import { z } from 'zod';

// The page's policy forbids `eval`. This must run before the contract's schemas are made: import it first.
z.config({ jitless: true });
