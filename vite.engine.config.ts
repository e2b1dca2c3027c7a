import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const builtins = builtinModules.flatMap((name) => [name, `node:${name}`]);

/**
 * The engine, its helper processes and the command line, all for plain Node (20 and newer) and Electron's
 * utility process alike. Packages stay external: TensorFlow, sharp and image-rs hold native code and cannot be bundled.
 */
export default defineConfig({
  publicDir: false,
  // As a package it is 70 files, its messages in all languages among them: 70 ms at the start of each thread and process.
  ssr: { noExternal: ['zod'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/engine',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        engine: 'src/engine/index.ts',
        'map-worker': 'src/engine/map/map-worker.ts',
        'stepper-process': 'src/engine/training/stepper-process.ts',
        'image-decoder': 'src/engine/images/image-decoder.ts',
        cli: 'src/cli/index.ts',
        // For the launcher (scripts/cli.mjs), which is not built itself.
        'tensorflow-notices': 'src/core/terminal/tensorflow-notices.ts',
      },
      external: [...builtins, /^@tensorflow\//, /^@napi-rs\//, 'sharp'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
