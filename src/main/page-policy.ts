/** The app's own origin; nothing else is ever loaded. */
export const pageScheme = 'atelier';
export const pageOrigin = `${pageScheme}://app`;

const shared = {
  'default-src': "'none'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  'worker-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
};

/** The built page: its own scripts and styles only. Libraries may set `style` attributes, never style sheets. */
export const pagePolicy = policy({
  ...shared,
  'script-src': "'self'",
  'style-src': "'self'",
  'style-src-attr': "'unsafe-inline'",
  'connect-src': "'self'",
});

/** The development server's page: Vite's hot reload needs an inline script, inline styles and a web socket. */
export function developmentPolicy(origin: string): string {
  return policy({
    ...shared,
    'script-src': "'self' 'unsafe-inline'",
    'style-src': "'self' 'unsafe-inline'",
    'connect-src': `'self' ${origin.replace(/^http/, 'ws')}`,
  });
}

function policy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
