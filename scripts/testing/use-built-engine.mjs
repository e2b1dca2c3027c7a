import { inject } from 'vitest';

// The engine in a test's own process runs from its sources, and starts its helpers from the folder built for this run.
process.env.LATENT_ATELIER_HELPERS = inject('builtEngine');
